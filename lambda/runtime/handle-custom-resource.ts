import { type Answer, failure, success } from '../custom-resources/answer.js';
import { notCreatedId } from '../custom-resources/physical-id.js';
import { planFor, respondToOf } from '../custom-resources/plan.js';
import { type CloudFormationRequest, parseRequest } from '../custom-resources/request.js';
import { AtlasError } from '../domain/atlas-error.js';
import { executionName } from '../domain/execution-name.js';
import type { AnswerPort, AtlasPort, ClockPort, WorkflowPort } from '../domain/ports.js';
import type { Observability } from './observability.js';

export interface CustomResourceDependencies {
  readonly atlas: AtlasPort;
  readonly workflow: WorkflowPort;
  readonly answers: AnswerPort;
  readonly clock: ClockPort;
  readonly region: string;
  readonly observability: Observability;
}

/**
 * A request of CloudFormation, delivered at least once. Either a run of the workflow answers it, or this function at
 * once; never both, and a second delivery gives the same.
 *
 * @throws MalformedRequestError when there is nobody to answer; AnswerNotTakenError
 */
export async function handleCustomResource(deps: CustomResourceDependencies, event: unknown): Promise<void> {
  const request = parseRequest(event);
  const { RequestId, RequestType, ResourceType, LogicalResourceId } = request;
  deps.observability.correlate({ requestId: RequestId, logicalResourceId: LogicalResourceId });
  deps.observability.log.info('request received', { requestType: RequestType, resourceType: ResourceType });
  const answer = await carryOut(deps, request);
  if (answer === undefined) return;
  await deps.answers.put(request.ResponseURL, answer);
  deps.observability.log.info('CloudFormation answered', { status: answer.Status, reason: answer.Reason });
}

/** @returns undefined when a run has been started, which answers */
async function carryOut(
  deps: CustomResourceDependencies,
  request: CloudFormationRequest,
): Promise<Answer | undefined> {
  const respondTo = respondToOf(request);
  const physicalId = request.PhysicalResourceId || notCreatedId(request.RequestId);
  try {
    const plan = planFor(request, deps.clock.now(), deps.region);
    if (plan.kind === 'nothing') return success(respondTo, physicalId, {});
    if (plan.kind === 'look-up') return success(respondTo, lookupId(request), await plan.lookUp(deps.atlas));
    await deps.workflow.start(executionName('cfn', request.LogicalResourceId, request.RequestId), plan.input);
    return undefined;
  } catch (error) {
    // Whatever it was: a stack must not wait an hour for an error that is known now.
    return failure(respondTo, physicalId, reasonOf(error));
  }
}

/** The same through the life of the resource: nothing is replaced when what it looks up changes. */
function lookupId({ PhysicalResourceId, RequestId }: CloudFormationRequest): string {
  return PhysicalResourceId || `lookup/${RequestId}`;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof AtlasError ? `${error.message} ${error.advice}` : `${error.name}: ${error.message}`;
}
