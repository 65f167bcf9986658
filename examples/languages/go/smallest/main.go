// Every VPC endpoint with the tag atlas-privatelink is linked.
package main

import (
	"example.invalid/cdk-atlas-privatelink/cdkatlasprivatelink"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("AtlasLinks"), nil)

	cdkatlasprivatelink.NewAtlasPrivateLink(stack, jsii.String("AtlasLinks"), &cdkatlasprivatelink.AtlasPrivateLinkProps{
		Projects: &[]*cdkatlasprivatelink.AtlasProject{
			{
				ProjectId:   jsii.String("6a793f63c0eb9e7a177153f5"),
				Credentials: cdkatlasprivatelink.AtlasCredentials_FromSecretName(jsii.String("atlas/automation")),
			},
		},
		EndpointSelection: cdkatlasprivatelink.EndpointSelection_Tagged(jsii.String("atlas-privatelink"), nil),
	})

	app.Synth(nil)
}
