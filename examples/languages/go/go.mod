module example.invalid/apps

go 1.25

require (
	example.invalid/cdk-atlas-privatelink/cdkatlasprivatelink v0.1.0
	github.com/aws/aws-cdk-go/awscdk/v2 v2.240.0
	github.com/aws/jsii-runtime-go v1.140.0
)

// A folder with the module of jsii-pacmak, until there is a public repository.
replace example.invalid/cdk-atlas-privatelink/cdkatlasprivatelink => ./cdkatlasprivatelink
