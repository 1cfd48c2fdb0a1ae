"""Launch templates and their versions; a new version concerns new instances only (aws-request-path §4.4)."""

from collections.abc import Mapping
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.common import Getter, match_filters, member, page, paginate, strip
from incidentgame.api.ec2.describing import dry_run, here
from incidentgame.api.ec2.machine_ids import required_instances
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.scaling.groups import pick_version, versions
from incidentgame.world.state import Doc, Put, public, with_sim
from incidentgame.world.view import View

_FILTERS: Mapping[str, Getter] = {
    "create-time": member("CreateTime"),
    "launch-template-name": member("LaunchTemplateName"),
}


def describe_launch_templates(view: View, call: Call) -> Answer:
    """All launch templates, or those named."""
    table = here(view, call, view.world.table(kinds.LAUNCH_TEMPLATE))
    ids, names = call.request.get("LaunchTemplateIds"), call.request.get("LaunchTemplateNames")
    found = [_template(table, {"LaunchTemplateId": id}) for id in ids or ()]
    found += [_template(table, {"LaunchTemplateName": name}) for name in names or ()]
    kept = match_filters(found if ids or names else table.values(), call.request.get("Filters"), _FILTERS)
    items, token = paginate(kept, call.request, "MaxResults", "NextToken", error="InvalidParameterValue")
    return Answer(page("LaunchTemplates", strip(items), token))


def _template(table: Mapping[str, Doc], request: Mapping[str, Any]) -> Doc:
    """The template a request names by id or name."""
    id, name = request.get("LaunchTemplateId"), request.get("LaunchTemplateName")
    if not id and not name:
        text = "Either launch template ID or launch template name must be specified"
        raise ApiError("MissingParameter", text)
    for template in table.values():
        if id == template["LaunchTemplateId"] or (not id and name == template["LaunchTemplateName"]):
            return template
    if id:
        text = f"The specified launch template, with template ID {id}, does not exist."
        raise ApiError("InvalidLaunchTemplateId.NotFound", text)
    text = f"The specified launch template, with template name {name}, does not exist."
    raise ApiError("InvalidLaunchTemplateName.NotFoundException", text)


def describe_launch_template_versions(view: View, call: Call) -> Answer:
    """The versions of a template, newest first; of all templates when `$Latest` or `$Default` is asked."""
    table = here(view, call, view.world.table(kinds.LAUNCH_TEMPLATE))
    asked = [str(version) for version in call.request.get("Versions") or ()]
    if not call.request.get("LaunchTemplateId") and not call.request.get("LaunchTemplateName") and asked:
        chosen = [_version(template, version) for template in table.values() for version in asked]
    else:
        template = _template(table, call.request)
        chosen = [_version(template, version) for version in asked] if asked else _range(template, call)
    items, token = paginate(chosen, call.request, "MaxResults", "NextToken", error="InvalidParameterValue")
    return Answer(page("LaunchTemplateVersions", items, token))


def _range(template: Doc, call: Call) -> list[dict[str, Any]]:
    low = _number(call.request.get("MinVersion"), 0)
    high = _number(call.request.get("MaxVersion"), int(template["LatestVersionNumber"]))
    found = [_shown(template, v) for v in versions(template) if low <= v["VersionNumber"] <= high]
    return sorted(found, key=lambda version: -int(version["VersionNumber"]))


def _number(asked: Any, default: int) -> int:
    if asked in (None, ""):
        return default
    if not str(asked).isascii() or not str(asked).isdigit():
        raise ApiError("InvalidParameterValue", f"Invalid launch template version number: {asked}")
    return int(asked)


def _version(template: Doc, asked: str) -> dict[str, Any]:
    found = pick_version(template, asked)
    if found is None:
        id = template["LaunchTemplateId"]
        text = f"Could not find the specified version {asked} for the launch template with ID {id}."
        raise ApiError("InvalidLaunchTemplateId.VersionNotFound", text)
    return _shown(template, found)


def _shown(template: Doc, version: Doc) -> dict[str, Any]:
    is_default = version["VersionNumber"] == template["DefaultVersionNumber"]
    return {**public(version), "DefaultVersion": is_default}


def create_launch_template_version(view: View, call: Call) -> Answer:
    """A new version: the data given, over those of the source version when one is named."""
    dry_run(call)
    template = _template(here(view, call, view.world.table(kinds.LAUNCH_TEMPLATE)), call.request)
    source: Mapping[str, Any] = {}
    if call.request.get("SourceVersion"):
        source = _version(template, str(call.request["SourceVersion"]))["LaunchTemplateData"]
    number = int(template["LatestVersionNumber"]) + 1
    version = {
        "LaunchTemplateId": template["LaunchTemplateId"],
        "LaunchTemplateName": template["LaunchTemplateName"],
        "VersionNumber": number,
        "VersionDescription": call.request.get("VersionDescription", ""),
        "CreateTime": view.now,
        "CreatedBy": call.principal.arn,
        "DefaultVersion": False,
        "LaunchTemplateData": {**source, **(call.request.get("LaunchTemplateData") or {})},
    }
    new = with_sim({**template, "LatestVersionNumber": number}, versions=[*versions(template), version])
    edit = Put(kinds.LAUNCH_TEMPLATE, template["LaunchTemplateId"], new)
    return Answer({"LaunchTemplateVersion": version}, (edit,))


def modify_launch_template(view: View, call: Call) -> Answer:
    """Makes another version the default."""
    dry_run(call)
    template = _template(here(view, call, view.world.table(kinds.LAUNCH_TEMPLATE)), call.request)
    asked = call.request.get("DefaultVersion") or call.request.get("SetDefaultVersion")
    if not asked:
        raise ApiError("MissingParameter", "The request must contain the parameter SetDefaultVersion")
    number = int(_version(template, str(asked))["VersionNumber"])
    new = {**template, "DefaultVersionNumber": number}
    return Answer(
        {"LaunchTemplate": public(new)}, (Put(kinds.LAUNCH_TEMPLATE, template["LaunchTemplateId"], new),)
    )


def get_launch_template_data(view: View, call: Call) -> Answer:
    """The launch data an existing instance amounts to."""
    id = call.request.get("InstanceId")
    table = here(view, call, view.world.table(kinds.INSTANCE))
    instance = required_instances(table, [str(id)] if id else None)[0]
    data = {m: instance[m] for m in ("ImageId", "InstanceType", "KeyName") if instance.get(m)}
    groups = [group["GroupId"] for group in instance.get("SecurityGroups", ())]
    return Answer({"LaunchTemplateData": {**data, "SecurityGroupIds": groups}})


HANDLERS: Mapping[str, Handler] = {
    "CreateLaunchTemplateVersion": create_launch_template_version,
    "DescribeLaunchTemplateVersions": describe_launch_template_versions,
    "DescribeLaunchTemplates": describe_launch_templates,
    "GetLaunchTemplateData": get_launch_template_data,
    "ModifyLaunchTemplate": modify_launch_template,
}
