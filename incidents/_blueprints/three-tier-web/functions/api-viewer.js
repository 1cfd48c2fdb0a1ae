import cf from 'cloudfront';

// Maps the API version a client asks for to the path the origin serves it under.
const kvsHandle = cf.kvs();

async function handler(event) {
    const request = event.request;
    const version = request.uri.split('/')[1];
    const base = await kvsHandle.get(version);
    request.uri = base + request.uri.substring(version.length + 1);
    request.headers['x-api-version'] = { value: version };
    return request;
}
