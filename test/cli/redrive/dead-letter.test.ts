import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAbout, readDeadLetter } from '../../../cli/redrive/dead-letter.js';
import { createVpcEndpointDelivery } from '../../events/create-vpc-endpoint-delivery.js';
import { automation } from '../samples.js';

const ENDED = { source: 'aws.states', detail: { name: 'vpce-1_e1', status: 'ABORTED' } };
const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:provider:$LATEST';
const URL = 'https://cloudformation.example/answer?X-Amz-Signature=secret';

function read(body: unknown, attributes: Record<string, string> = {}) {
  return readDeadLetter(JSON.stringify(body), attributes, automation());
}

describe('a dead-letter message', () => {
  it('of EventBridge is the event itself, with the reason in its attributes', () => {
    const event = createVpcEndpointDelivery();
    const deadLetter = read(event, { ERROR_CODE: 'NO_PERMISSIONS', ERROR_MESSAGE: 'may not invoke' });
    expect(deadLetter).toMatchObject({
      source: 'eventbridge',
      errorType: '',
      reason: 'NO_PERMISSIONS: may not invoke',
    });
    expect(deadLetter.event).toEqual(event);
    expect(deadLetter.destination).toEqual({ kind: 'function', functionName: 'receiver' });
    expect(deadLetter.subject).toMatch(/^CreateVpcEndpoint vpce-/);
  });

  it('of Lambda has the event inside, and the error', () => {
    const deadLetter = read({
      requestPayload: createVpcEndpointDelivery(),
      responsePayload: { errorType: 'AtlasError', errorMessage: 'Atlas responded 503.' },
    });
    expect(deadLetter).toMatchObject({
      source: 'lambda',
      errorType: 'AtlasError',
      reason: 'AtlasError: Atlas responded 503.',
    });
    expect(deadLetter.destination).toEqual({ kind: 'function', functionName: 'receiver' });
  });

  it('with a request of CloudFormation is not sent to any function', () => {
    const request = { RequestType: 'Create', LogicalResourceId: 'Link', ResponseURL: URL };
    for (const name of ['provider', 'receiver', 'finalizer']) {
      const functionArn = FUNCTION_ARN.replace('provider', name);
      const deadLetter = read({ requestPayload: request, requestContext: { functionArn } });
      expect(deadLetter.destination.kind).toBe('nowhere');
      expect(deadLetter.subject).toBe('CloudFormation Create Link');
    }
  });

  it.each([
    ['receiver', createVpcEndpointDelivery()],
    ['finalizer', ENDED],
  ])('is sent to the %s that it names', (functionName, requestPayload) => {
    const functionArn = FUNCTION_ARN.replace('provider', functionName);
    const deadLetter = read({ requestPayload, requestContext: { functionArn } });
    expect(deadLetter.destination).toEqual({ kind: 'function', functionName });
  });

  it.each([
    ['another function', 'delete-everything', createVpcEndpointDelivery()],
    ['a name that begins like the receiver', 'receiver2', createVpcEndpointDelivery()],
    ['the finalizer for an event that it does not take', 'finalizer', createVpcEndpointDelivery()],
    ['the finalizer for a forged task of the workflow', 'finalizer', { executionArn: 'a', state: {} }],
    ['the receiver for the end of an execution', 'receiver', ENDED],
  ])('is not sent if it names %s', (_, name, requestPayload) => {
    const functionArn = FUNCTION_ARN.replace('provider', name);
    for (const deadLetter of [
      read({ requestPayload, requestContext: { functionArn } }),
      read(requestPayload, { TARGET_ARN: functionArn }),
    ]) {
      expect(deadLetter.destination).toMatchObject({
        kind: 'nowhere',
        reason: expect.stringMatching(`it names function ${name}, and its event belongs to `),
      });
    }
  });

  it('with the end of an execution is sent to the finalizer', () => {
    expect(read(ENDED).destination).toEqual({ kind: 'function', functionName: 'finalizer' });
    expect(read(ENDED).subject).toBe('execution vpce-1_e1 ABORTED');
  });

  it('of the schedule, or of a deployment, starts a reconciliation', () => {
    const { reconcileWorkflowArn } = automation();
    expect(read({ trigger: 'schedule' }).destination.kind).toBe('reconciliation');
    const ofDeployment = read(
      { source: 'aws.cloudformation', detail: {} },
      { TARGET_ARN: reconcileWorkflowArn },
    );
    expect(ofDeployment.destination.kind).toBe('reconciliation');
  });

  it.each([
    ['of another account', FUNCTION_ARN.replace('111122223333', '999988887777')],
    ['of another Region', FUNCTION_ARN.replace('eu-west-1', 'us-east-1')],
  ])('is not sent to a function %s', (_, functionArn) => {
    expect(read({ requestPayload: {}, requestContext: { functionArn } }).destination.kind).toBe('nowhere');
  });

  it('never shows a URL', () => {
    const deadLetter = read({
      requestPayload: { ResponseURL: URL },
      responsePayload: { errorMessage: `PUT ${URL} failed` },
    });
    const { event: _, ...shown } = deadLetter;
    expect(JSON.stringify(shown)).not.toContain('X-Amz-Signature');
    expect(deadLetter.reason).toBe('PUT <URL> failed');
  });

  it('is about an endpoint if its id is anywhere in the message', () => {
    const input = '{"target":{"endpointId":"vpce-0123456789abcdef0"}}';
    const body = JSON.stringify({ ...ENDED, detail: { input } });
    expect(isAbout(body, 'vpce-0123456789abcdef0')).toBe(true);
    expect(isAbout(body, 'vpce-0123456789abcdef1')).toBe(false);
  });

  it('may be nested as deeply as its size allows', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const body = `{"detail":{"id":"vpce-0123456789abcdef0","deep":${deep}}}`;
    expect(isAbout(body, 'vpce-0123456789abcdef0')).toBe(true);
    expect(readDeadLetter(body, {}, automation()).source).toBe('eventbridge');
  });

  it('may contain any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        expect(readDeadLetter(body, {}, automation()).destination.kind).toBeDefined();
      }),
    );
  });
});
