import { SFNClient } from '@aws-sdk/client-sfn';
import { SSMClient } from '@aws-sdk/client-ssm';
import { expect, it } from 'vitest';
import { sdkParameterStore, sdkStepFunctions } from '../../../cli/aws/sdk-services.js';
import { parameterStore } from '../../../lambda/aws/parameter-store.js';
import { stepFunctions } from '../../../lambda/aws/step-functions.js';
import { AwsError } from '../../../local/aws/protocol/aws-error.js';
import { setUpAws } from '../../aws/aws-setup.js';

it('the SDK’s client and the functions’ own client return the same values to the adapters, including times', async () => {
  const page = { Parameters: [{ Name: '/a', Value: 'v', Version: 2, LastModifiedDate: 1_785_000_000.25 }] };
  await setUpAws(() => page);
  const input = { Path: '/', NextToken: undefined };
  const { $metadata: _, ...ofSdk } = (await sdkParameterStore(new SSMClient({})).call(
    'GetParametersByPath',
    input,
  )) as { readonly $metadata?: unknown };
  expect(ofSdk).toEqual(page);
  expect(await parameterStore().call('GetParametersByPath', input)).toEqual(page);
});

it('the errors have the same names', async () => {
  await setUpAws(() => {
    throw new AwsError('ExecutionDoesNotExist', 'none');
  });
  const executionArn = 'arn:aws:states:eu-west-1:111122223333:execution:m:n';
  for (const service of [sdkStepFunctions(new SFNClient({})), stepFunctions()])
    await expect(service.call('DescribeExecution', { executionArn })).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
      $metadata: { httpStatusCode: 400 },
    });
});
