// A VPC with a private endpoint to Atlas that this stack declares, and a security group of applications that may use it.
package main

import (
	"example.invalid/cdk-atlas-privatelink/cdkatlasprivatelink"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"
)

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("DeclaredEndpoint"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{MaxAzs: jsii.Number(2)})
	application := awsec2.NewSecurityGroup(stack, jsii.String("Application"), &awsec2.SecurityGroupProps{Vpc: vpc})

	provider := cdkatlasprivatelink.NewAtlasPrivateLinkProvider(stack, jsii.String("Atlas"), &cdkatlasprivatelink.AtlasPrivateLinkProviderProps{
		Projects: &[]*cdkatlasprivatelink.AtlasProject{
			{
				ProjectId:   jsii.String("6a793f63c0eb9e7a177153f5"),
				Credentials: cdkatlasprivatelink.AtlasCredentials_FromSecretName(jsii.String("atlas/automation")),
			},
		},
	})
	atlas := cdkatlasprivatelink.NewAtlasPrivateEndpoint(stack, jsii.String("AtlasEndpoint"), &cdkatlasprivatelink.AtlasPrivateEndpointProps{
		Provider: provider,
		Vpc:      vpc,
		Peers:    &[]awsec2.IPeer{},
	})
	atlas.Connections().AllowDefaultPortFrom(application, nil)
	awscdk.NewCfnOutput(stack, jsii.String("MongoDbUri"), &awscdk.CfnOutputProps{
		Value: atlas.ConnectionStrings(jsii.String("Cluster0")).Srv,
	})

	app.Synth(nil)
}
