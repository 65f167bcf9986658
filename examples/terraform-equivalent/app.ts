/** In this repository, after `npm run build`: npx cdk synth --app "npx tsx examples/terraform-equivalent/app.ts" */
import { App } from 'aws-cdk-lib';
import { TerraformEquivalentStack } from './stack.js';

const app = new App();
const setting = (name: string, example: string): string => app.node.tryGetContext(name) ?? example;

new TerraformEquivalentStack(app, 'TerraformEquivalent', {
  atlasProjectId: setting('atlasProjectId', '6a793f63c0eb9e7a177153f5'),
  atlasSecretName: setting('atlasSecretName', 'atlas/automation'),
  vpcId: setting('vpcId', 'vpc-0a1b2c3d4e5f60718'),
  subnetIds: [setting('subnetId', 'subnet-0a1b2c3d4e5f60718')],
  securityGroupIds: [setting('securityGroupId', 'sg-0a1b2c3d4e5f60718')],
});
app.synth();
