/** Polls a registration of Data Federation that is being made or removed. It only reads, so it can be repeated. */
import type { DataFederationLinkDescription } from '../../../../contract/custom-resources.js';
import type { Observation } from '../../../../execution-data/observation.js';
import type { DataFederationLinkExecution } from '../../../../execution-data/workflow-input.js';
import type { AtlasPort } from '../../../model/ports/atlas.js';
import type { ClockPort } from '../../../model/ports/clock.js';
import type { WorkflowState } from '../../../model/workflow-state.js';
import {
  atDeadline,
  type Lateness,
  notFoundSinceIn,
  observationOf,
  type Poll,
} from '../../../polling/poll.js';
import {
  type PreviousFailure,
  type TransientFailureDependencies,
  transientFailureOf,
} from '../../../polling/transient-failure.js';

export interface PollDataFederationLinkDependencies extends TransientFailureDependencies {
  readonly atlas: Pick<AtlasPort, 'dataFederation'>;
  readonly clock: ClockPort;
}

type Target = DataFederationLinkExecution['target'];
type LinkPoll = Poll<DataFederationLinkDescription>;

function latenessOf({ goal }: DataFederationLinkExecution): Lateness<DataFederationLinkDescription> {
  return {
    complaint: `The registration was not ${goal === 'deleted' ? 'removed' : 'OK'}`,
    statusOf: ({ status }) => status,
    advice:
      'Check it in Atlas (Network Access, Private Endpoint, Federated Database Instance / Online Archive).',
  };
}

/** A description with every attribute present, for use before the first response of Atlas. */
export function emptyDataFederationLink({ projectId, endpointId }: Target): DataFederationLinkDescription {
  return {
    projectId,
    endpointId,
    cloudProvider: 'AWS',
    type: '',
    comment: '',
    region: '',
    customerEndpointDnsName: '',
    status: '',
    errorMessage: '',
  };
}

/** @throws AtlasError if waiting cannot change Atlas's response */
export async function pollDataFederationLink(
  deps: PollDataFederationLinkDependencies,
  { input, observation }: WorkflowState<'data-federation-link'>,
): Promise<Observation<DataFederationLinkDescription>> {
  const now = deps.clock.now();
  const found = await check(deps, input, { notFoundSince: notFoundSinceIn(observation), now });
  const poll = atDeadline(found, input, now, latenessOf(input));
  const { outcome, description, message } = poll;
  deps.log.info('data federation registration observed', {
    outcome,
    status: description.status,
    reason: message,
  });
  // These operations have a token bucket of their own, which polls of one registration cannot empty.
  return observationOf(poll, input, now, undefined);
}

async function check(
  deps: PollDataFederationLinkDependencies,
  { target, goal }: DataFederationLinkExecution,
  previous: PreviousFailure,
): Promise<LinkPoll> {
  try {
    const link = await deps.atlas.dataFederation.find(target);
    return goal === 'deleted' ? judgeRemoval(link, target) : judge(link, target);
  } catch (error) {
    const transientFailure = transientFailureOf(error, deps, previous);
    return { outcome: 'pending', description: emptyDataFederationLink(target), ...transientFailure };
  }
}

/** Unknown statuses are pending. */
function judge(link: DataFederationLinkDescription | undefined, target: Target): LinkPoll {
  if (link === undefined)
    return pending(emptyDataFederationLink(target), 'Atlas does not show the registration yet.');
  const { status, errorMessage } = link;
  if (status === 'FAILED' || errorMessage !== '') {
    return {
      outcome: 'failed',
      description: link,
      message: errorMessage === '' ? `Atlas reports ${status} without a message.` : errorMessage,
      advice:
        'Check that the VPC endpoint exists and leads to the Data Federation service of its Region, then deploy again.',
    };
  }
  if (status === 'OK') return { outcome: 'available', description: link, message: '', advice: '' };
  return pending(link, '');
}

function judgeRemoval(link: DataFederationLinkDescription | undefined, target: Target): LinkPoll {
  return link === undefined
    ? { outcome: 'deleted', description: emptyDataFederationLink(target), message: '', advice: '' }
    : pending(link, '');
}

function pending(description: DataFederationLinkDescription, message: string): LinkPoll {
  return { outcome: 'pending', description, message, advice: '' };
}
