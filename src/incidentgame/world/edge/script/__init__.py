"""A small interpreter for the JavaScript that CloudFront Functions are written in.

Read in order: `lexer` (text to tokens), `nodes` (what programs are made of), `parser` and `expressions`
(tokens to nodes), `values` (what programs compute with), `library` (built-in methods), `evaluator` and
`machine` (running).
The subset is that of viewer functions of some dozens of lines; anything outside it is a SyntaxError, as it is
for syntax the real runtime lacks (api-503-aws T5, §1.8).
"""
