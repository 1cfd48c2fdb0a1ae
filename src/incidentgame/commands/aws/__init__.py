"""The `aws` command: AWS CLI v2's syntax, texts and formats over botocore's models, nothing more.

Read top to bottom: `main` (a line to a result) → `global_options` (options of every command) →
`arguments` and `request` (options of one operation to a request) → `calling` (pages, errors) →
`output/` (formats). `customized/` holds what the real CLI adds to or changes on the models. What
AWS answers is not here: the backend asks `incidentgame.api`.
"""
