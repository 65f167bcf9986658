"""A VPC with a private endpoint to Atlas that this stack declares, and a security group of applications that may use it."""

from aws_cdk import App, CfnOutput, Stack
from aws_cdk.aws_ec2 import SecurityGroup, Vpc
from cdk_atlas_privatelink import (
    AtlasCredentials,
    AtlasPrivateEndpoint,
    AtlasPrivateLinkProvider,
    AtlasProject,
)

app = App()
stack = Stack(app, "DeclaredEndpoint")
vpc = Vpc(stack, "Vpc", max_azs=2)
application = SecurityGroup(stack, "Application", vpc=vpc)

provider = AtlasPrivateLinkProvider(
    stack,
    "Atlas",
    projects=[
        AtlasProject(
            project_id="6a793f63c0eb9e7a177153f5",
            credentials=AtlasCredentials.from_secret_name("atlas/automation"),
        )
    ],
)
atlas = AtlasPrivateEndpoint(stack, "AtlasEndpoint", provider=provider, vpc=vpc, peers=[])
atlas.connections.allow_default_port_from(application)
CfnOutput(stack, "MongoDbUri", value=atlas.connection_strings("Cluster0").srv)

app.synth()
