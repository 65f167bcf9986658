"""Every VPC endpoint with the tag atlas-privatelink is linked."""

from aws_cdk import App, Stack
from cdk_atlas_privatelink import AtlasCredentials, AtlasPrivateLink, AtlasProject, EndpointSelection

app = App()
stack = Stack(app, "AtlasLinks")

AtlasPrivateLink(
    stack,
    "AtlasLinks",
    projects=[
        AtlasProject(
            project_id="6a793f63c0eb9e7a177153f5",
            credentials=AtlasCredentials.from_secret_name("atlas/automation"),
        )
    ],
    endpoint_selection=EndpointSelection.tagged("atlas-privatelink"),
)

app.synth()
