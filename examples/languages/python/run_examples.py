"""Runs the documents' examples, which stand in the folder "documented": each function with constructs of its parameters' types."""

import importlib
import inspect
import pkgutil
import sys
from typing import Callable, Dict

from aws_cdk import App, Stack, aws_ec2 as ec2, aws_lambda as lambda_
from cdk_atlas_privatelink import AtlasCredentials, AtlasPrivateLink, AtlasProject, EndpointSelection


def example_function(stack: Stack) -> lambda_.Function:
    return lambda_.Function(
        stack,
        "Function",
        runtime=lambda_.Runtime.PYTHON_3_12,
        handler="index.handler",
        code=lambda_.Code.from_inline("def handler(event, context): pass"),
    )


def example_endpoint(stack: Stack) -> ec2.InterfaceVpcEndpoint:
    service = ec2.InterfaceVpcEndpointService("com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0")
    return ec2.InterfaceVpcEndpoint(stack, "Endpoint", vpc=ec2.Vpc(stack, "Vpc"), service=service)


def example_automation(stack: Stack) -> AtlasPrivateLink:
    credentials = AtlasCredentials.from_secret_name("atlas/automation")
    project = AtlasProject(project_id="6a793f63c0eb9e7a177153f5", credentials=credentials)
    selection = EndpointSelection.tagged("atlas-privatelink")
    return AtlasPrivateLink(stack, "Links", projects=[project], endpoint_selection=selection)


def example_connectable(stack: Stack) -> ec2.SecurityGroup:
    return ec2.SecurityGroup(stack, "Application", vpc=ec2.Vpc(stack, "ApplicationVpc"))


ARGUMENTS: Dict[type, Callable[[App, Stack], object]] = {
    App: lambda app, stack: app,
    Stack: lambda app, stack: stack,
    ec2.IVpc: lambda app, stack: ec2.Vpc(stack, "Vpc"),
    ec2.IConnectable: lambda app, stack: example_connectable(stack),
    ec2.InterfaceVpcEndpoint: lambda app, stack: example_endpoint(stack),
    lambda_.Function: lambda app, stack: example_function(stack),
    lambda_.IFunction: lambda app, stack: example_function(stack),
    AtlasPrivateLink: lambda app, stack: example_automation(stack),
}


def call(function: Callable) -> None:
    app = App()
    stack = Stack(app, "Example")
    parameters = inspect.signature(function).parameters.values()
    unknown = [one for one in parameters if one.annotation not in ARGUMENTS]
    if unknown:
        sys.exit(f"{function.__module__}: {unknown[0]} needs an entry in ARGUMENTS of run_examples.py")
    function(*[ARGUMENTS[one.annotation](app, stack) for one in parameters])
    app.synth()


names = [module.name for module in pkgutil.iter_modules(["documented"])]
for name in names:
    module = importlib.import_module(f"documented.{name}")
    for function in vars(module).values():
        if inspect.isfunction(function) and function.__module__ == module.__name__:
            call(function)
print(len(names))
