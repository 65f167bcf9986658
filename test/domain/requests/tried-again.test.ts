import { describe, expect, it } from 'vitest';
import { createRequestExecutions } from '../../../lambda/aws/request-executions.js';
import { ServiceError } from '../../../lambda/aws/service-failure.js';
import { sayingUnavailable } from '../../../lambda/aws/step-functions.js';
import { AtlasError } from '../../../lambda/domain/model/errors/atlas-error.js';
import { RegistryUnavailableError } from '../../../lambda/domain/model/errors/registry-unavailable-error.js';
import { isAnsweredByExecution, isTriedAgain } from '../../../lambda/domain/requests/tried-again.js';
import type { RespondTo } from '../../../lambda/execution-data/workflow-input.js';

const MACHINE = 'arn:aws:states:eu-west-1:111122223333:stateMachine:provider';
const REQUEST: RespondTo = {
  requestType: 'Create',
  requestId: 'r1',
  stackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/s/1',
  logicalResourceId: 'Link',
  physicalResourceId: '',
} as RespondTo;

const THROTTLED = new ServiceError('ThrottlingException', 'Rate exceeded', 'THROTTLING', {
  httpStatusCode: 400,
});
const DOWN = new ServiceError('InternalError', 'down', 'TRANSIENT', { httpStatusCode: 500 });
const SILENT = new ServiceError('NoResponseError', 'no response', 'TRANSIENT');
const DENIED = new ServiceError('AccessDeniedException', 'no', 'CLIENT_ERROR', { httpStatusCode: 400 });
const ABSENT = new ServiceError('ExecutionDoesNotExist', 'no', 'CLIENT_ERROR', { httpStatusCode: 400 });

/** Executions of Step Functions that responds to each call with this error. */
function failing(error: Error) {
  const client = { call: () => Promise.reject(error) };
  return { executions: createRequestExecutions(MACHINE, sayingUnavailable(client)) };
}

const errorOf = (error: Error) =>
  failing(error)
    .executions.describe('n')
    .catch((thrown: unknown) => thrown);

describe('a request of CloudFormation', () => {
  it.each([THROTTLED, DOWN, SILENT])('is tried again after $name of Step Functions', async (error) => {
    expect(isTriedAgain(await errorOf(error))).toBe(true);
  });

  it('is tried again while Parameter Store is not available', () => {
    expect(isTriedAgain(new RegistryUnavailableError('Rate exceeded'))).toBe(true);
  });

  it('is refused if Step Functions refuses the call, for any other error, and for what is none', async () => {
    expect(isTriedAgain(await errorOf(DENIED))).toBe(false);
    const ofAtlas = new AtlasError('down', { kind: 'unavailable', operation: 'GET', advice: 'Wait.' });
    for (const error of [ofAtlas, new Error('ServiceUnavailableError'), DENIED, 'text', undefined])
      expect(isTriedAgain(error)).toBe(false);
  });

  it('that has failed is not answered while it is unknown whether another delivery has an execution', async () => {
    await expect(isAnsweredByExecution(failing(THROTTLED), REQUEST)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
    });
  });

  it.each([DENIED, ABSENT])('that has failed is answered if Step Functions says $name', async (error) => {
    expect(await isAnsweredByExecution(failing(error), REQUEST)).toBe(false);
  });
});
