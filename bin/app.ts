/** The ready-made CDK app: one stack with the automation. `npx cdk deploy -c projectId=… -c secretName=… -c selectTag=…` */
import { App, CfnOutput, Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { AtlasPrivateLink } from '../lib/index.js';
import { readAppSettings, settingReader } from './app-settings.js';

export function createApp(app: App, environment: Readonly<Record<string, string | undefined>>): Stack {
  const settings = readAppSettings(settingReader((name) => app.node.tryGetContext(name), environment));
  const stack = new Stack(app, 'AtlasPrivateLink', {
    stackName: settings.stackName,
    description: 'Links VPC endpoints to MongoDB Atlas as they are created',
  });
  const link = new AtlasPrivateLink(stack, 'AtlasPrivateLink', {
    projects: settings.projects,
    endpointSelection: settings.endpointSelection,
    lastLink: settings.lastLink,
    unlinkDeselected: settings.unlinkDeselected,
    ...(settings.atlasBaseUrl === undefined ? {} : { atlasBaseUrl: settings.atlasBaseUrl }),
  });
  new CfnOutput(stack, 'WorkflowArn', { value: link.stateMachine.stateMachineArn });
  new CfnOutput(stack, 'DeadLetterQueueUrl', { value: link.deadLetterQueue.queueUrl });
  new CfnOutput(stack, 'ReceiverFunctionName', { value: link.receiverFunction.functionName });
  new CfnOutput(stack, 'ConcluderFunctionName', { value: link.concluderFunction.functionName });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return stack;
}

if (process.env.CDK_OUTDIR !== undefined) {
  try {
    createApp(new App(), process.env);
  } catch (error) {
    // What somebody has to correct is in the message, of a setting or of a prop; the trace is for defects.
    if (!(error instanceof Error) || process.env.CDK_DEBUG === 'true') throw error;
    console.error(`${error.message}\n(CDK_DEBUG=true shows where it was noticed.)`);
    process.exitCode = 1;
  }
}
