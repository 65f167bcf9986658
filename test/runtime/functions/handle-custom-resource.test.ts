import { describe, expect, it } from 'vitest';
import { CustomResource } from '../../../lambda/contract/custom-resources.js';
import { REQUEST_TIMEOUT_SECONDS } from '../../../lambda/contract/limits.js';
import { RegistryUnavailableError } from '../../../lambda/domain/model/errors/registry-unavailable-error.js';
import { ServiceUnavailableError } from '../../../lambda/domain/model/errors/service-unavailable-error.js';
import type { ExecutionFacts, ExecutionPort } from '../../../lambda/domain/model/ports/executions.js';
import {
  type CustomResourceDependencies,
  handleCustomResource,
} from '../../../lambda/runtime/functions/handle-custom-resource.js';
import { RESPOND_TO, RESPONSE_URL } from '../../custom-resources/requests.js';
import { FakeAtlas } from '../../domain/fake-atlas.js';
import { FakeExecutionHistory, FakeOpenRequests, FakeResponses } from '../../domain/fake-aws.js';
import { executionFacts } from '../../domain/requests/execution-facts.js';
import { VirtualClock } from '../../domain/virtual-clock.js';
import { recordingObservability } from '../handler-world.js';

const THROTTLED = new ServiceUnavailableError('ThrottlingException: Rate exceeded');

/** CloudFormation's own spelling of a request whose properties are refused. */
const event = (resourceType: string, parts: object = {}) => ({
  RequestType: 'Create',
  ResponseURL: RESPONSE_URL,
  StackId: RESPOND_TO.stackId,
  RequestId: RESPOND_TO.requestId,
  LogicalResourceId: RESPOND_TO.logicalResourceId,
  ResourceType: resourceType,
  ResourceProperties: { ServiceToken: 'arn', Spelling: 'x' },
  ...parts,
});

function setUp() {
  const stepFunctions: { state: 'throttled' | ExecutionFacts | undefined } = { state: undefined };
  const unused = () => Promise.reject(new Error('not used'));
  const executions: ExecutionPort = {
    describe: async () => {
      if (stepFunctions.state === 'throttled') throw THROTTLED;
      return stepFunctions.state;
    },
    start: unused,
    list: unused,
    stop: unused,
  };
  const requests = new FakeOpenRequests();
  const responses = new FakeResponses();
  const deps: CustomResourceDependencies = {
    ...recordingObservability(),
    atlas: new FakeAtlas(),
    clock: new VirtualClock(),
    executionStates: new FakeExecutionHistory(),
    region: 'eu-west-1',
    executions,
    requests,
    responses,
  };
  return { deps, stepFunctions, requests, responses };
}

describe('a request with properties that are refused', () => {
  it('has a response at once, and is not stored', async () => {
    const { deps, requests, responses } = setUp();
    await handleCustomResource(deps, event(CustomResource.LINK));
    expect(responses.documents).toMatchObject([{ url: RESPONSE_URL, document: { Status: 'FAILED' } }]);
    expect([...requests.open]).toEqual([]);
  });

  it('is stored with the reason while Step Functions is throttled, and is invoked again by Lambda', async () => {
    const { deps, stepFunctions, requests, responses } = setUp();
    stepFunctions.state = 'throttled';
    await expect(handleCustomResource(deps, event(CustomResource.LINK))).rejects.toBe(THROTTLED);
    expect(responses.documents).toEqual([]);
    expect([...requests.open.values()]).toMatchObject([
      { respondTo: RESPOND_TO, responseUrl: RESPONSE_URL, refusal: expect.stringContaining('Spelling') },
    ]);
  });

  it('has the response of an untroubled delivery with the next one, and is forgotten', async () => {
    const untroubled = setUp();
    await handleCustomResource(untroubled.deps, event(CustomResource.LINK));
    const { deps, stepFunctions, requests, responses } = setUp();
    stepFunctions.state = 'throttled';
    await handleCustomResource(deps, event(CustomResource.LINK)).catch(() => undefined);
    stepFunctions.state = undefined;
    await handleCustomResource(deps, event(CustomResource.LINK));
    expect(responses.documents).toEqual(untroubled.responses.documents);
    expect([...requests.open]).toEqual([]);
  });

  it('is invoked again although it could not be stored either', async () => {
    const { deps, stepFunctions, requests, responses } = setUp();
    stepFunctions.state = 'throttled';
    requests.failNext = new RegistryUnavailableError('Parameter Store cannot be used');
    await expect(handleCustomResource(deps, event(CustomResource.LINK))).rejects.toBe(THROTTLED);
    expect(responses.documents).toEqual([]);
  });

  it('is tried to be stored for almost as long as the function may run, and not longer', async () => {
    const { deps, stepFunctions, requests } = setUp();
    stepFunctions.state = 'throttled';
    requests.keep = () => Promise.reject(new RegistryUnavailableError('Parameter Store cannot be used'));
    const began = deps.clock.now().getTime();
    await expect(handleCustomResource(deps, event(CustomResource.LINK))).rejects.toBe(THROTTLED);
    const seconds = (deps.clock.now().getTime() - began) / 1000;
    expect(seconds).toBeGreaterThan(REQUEST_TIMEOUT_SECONDS - 75);
    expect(seconds).toBeLessThan(REQUEST_TIMEOUT_SECONDS - 30);
  });

  it('that Parameter Store refuses to store for good is left to Lambda at once', async () => {
    const { deps, stepFunctions, requests } = setUp();
    stepFunctions.state = 'throttled';
    const refusal = new Error('refused');
    requests.keep = () => Promise.reject(refusal);
    const began = deps.clock.now();
    await expect(handleCustomResource(deps, event(CustomResource.LINK))).rejects.toBe(THROTTLED);
    expect(deps.clock.now()).toEqual(began);
  });

  it('has the physical id that CloudFormation has sent, for an update', async () => {
    const { deps, responses } = setUp();
    const id = { RequestType: 'Update', PhysicalResourceId: 'link/1' };
    await handleCustomResource(deps, event(CustomResource.LINK, id));
    expect(responses.documents).toMatchObject([{ document: { PhysicalResourceId: 'link/1' } }]);
  });

  it('has no response beside that of an execution, which an earlier version has started', async () => {
    const { deps, stepFunctions, responses } = setUp();
    stepFunctions.state = executionFacts();
    await handleCustomResource(deps, event(CustomResource.LINK));
    expect(responses.documents).toEqual([]);
  });

  it('has a response at once if it is a lookup, whatever Step Functions says', async () => {
    const { deps, stepFunctions, responses } = setUp();
    stepFunctions.state = 'throttled';
    await handleCustomResource(deps, event(CustomResource.LINK_LOOKUP));
    expect(responses.documents).toMatchObject([{ document: { Status: 'FAILED' } }]);
  });
});
