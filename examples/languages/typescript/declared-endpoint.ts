/** A VPC with a private endpoint to Atlas that this stack declares, and a security group of applications that may use it. */
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { AtlasCredentials, AtlasPrivateEndpoint, AtlasPrivateLinkProvider } from 'cdk-atlas-privatelink';

const app = new App();
const stack = new Stack(app, 'DeclaredEndpoint');
const vpc = new Vpc(stack, 'Vpc', { maxAzs: 2 });
const application = new SecurityGroup(stack, 'Application', { vpc });

const provider = new AtlasPrivateLinkProvider(stack, 'Atlas', {
  projects: [
    {
      projectId: '6a793f63c0eb9e7a177153f5',
      credentials: AtlasCredentials.fromSecretName('atlas/automation'),
    },
  ],
});
const atlas = new AtlasPrivateEndpoint(stack, 'AtlasEndpoint', { provider, vpc, peers: [] });
atlas.connections.allowDefaultPortFrom(application);
new CfnOutput(stack, 'MongoDbUri', { value: atlas.connectionStrings('Cluster0').srv });

app.synth();
