using System;
using Amazon.CDK;
using Amazon.CDK.AWS.EC2;
using CdkAtlasPrivateLink;

// "dotnet run smallest", "dotnet run declared"
var app = new App();
if (args is ["declared"])
    Apps.DeclaredEndpoint(app);
else
    Apps.SmallestExample(app);
app.Synth();

internal static class Apps
{
    private static readonly AtlasProject[] Projects =
    {
        new AtlasProject
        {
            ProjectId = "6a793f63c0eb9e7a177153f5",
            Credentials = AtlasCredentials.FromSecretName("atlas/automation"),
        },
    };

    /// <summary>Every VPC endpoint with the tag atlas-privatelink is linked.</summary>
    internal static void SmallestExample(App app)
    {
        var stack = new Stack(app, "AtlasLinks");
        new AtlasPrivateLink(stack, "AtlasLinks", new AtlasPrivateLinkProps
        {
            Projects = Projects,
            EndpointSelection = EndpointSelection.Tagged("atlas-privatelink"),
        });
    }

    /// <summary>A VPC with a declared private endpoint, and a security group of applications that may use it.</summary>
    internal static void DeclaredEndpoint(App app)
    {
        var stack = new Stack(app, "DeclaredEndpoint");
        var vpc = new Vpc(stack, "Vpc", new VpcProps { MaxAzs = 2 });
        var application = new SecurityGroup(stack, "Application", new SecurityGroupProps { Vpc = vpc });
        var provider = new AtlasPrivateLinkProvider(stack, "Atlas", new AtlasPrivateLinkProviderProps { Projects = Projects });
        var atlas = new AtlasPrivateEndpoint(stack, "AtlasEndpoint", new AtlasPrivateEndpointProps
        {
            Provider = provider,
            Vpc = vpc,
            Peers = Array.Empty<IPeer>(),
        });
        atlas.Connections.AllowDefaultPortFrom(application);
        new CfnOutput(stack, "MongoDbUri", new CfnOutputProps { Value = atlas.ConnectionStrings("Cluster0").Srv });
    }
}
