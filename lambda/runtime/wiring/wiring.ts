/** Composition root: the adapters of each function. */

import { createResponsePort } from '../../aws/cloudformation-response.js';
import { createNetwork } from '../../aws/ec2-network.js';
import { createVpcEndpoints } from '../../aws/ec2-vpc-endpoints.js';
import { createEventBus, eventBridge } from '../../aws/event-bus.js';
import { createExecutionHistory } from '../../aws/execution-history.js';
import { lazyEc2 } from '../../aws/lazy-ec2.js';
import { createLinkWorkflow } from '../../aws/link-workflow.js';
import { createOpenRequests } from '../../aws/open-requests.js';
import { parameterStore } from '../../aws/parameter-store.js';
import type { RetryPatience } from '../../aws/patient-retries.js';
import { createRegistry } from '../../aws/registry.js';
import { createRemovalIntents } from '../../aws/removal-intents.js';
import { createRequestExecutions } from '../../aws/request-executions.js';
import { sayingUnavailable, stepFunctions } from '../../aws/step-functions.js';
import { awsRegion } from '../../contract/regions.js';
import { federationOf } from '../../domain/data-federation/federation-directory.js';
import { ServiceDirectory } from '../../domain/linking/service-directory.js';
import { reachableIds } from '../../domain/members/project-reach.js';
import type { AtlasPort, Cluster } from '../../domain/model/ports/atlas.js';
import { RecentResponses } from '../../domain/polling/recent-responses.js';
import { PreflightChecker } from '../../domain/preflight/gather-preflight.js';
import { withinTime } from '../../time/within-time.js';
import {
  type EnvironmentValues,
  type LinkingConfiguration,
  readAtlasConfiguration,
  readChangeConfiguration,
  readConcludeConfiguration,
  readCustomResourceConfiguration,
  readEventBusConfiguration,
  readLinkingConfiguration,
  readReconcileConfiguration,
} from '../configuration/configuration.js';
import { openProjectList } from '../configuration/project-list.js';
import type { FinalizerDependencies } from '../functions/execution-finalizer.js';
import type { CustomResourceDependencies } from '../functions/handle-custom-resource.js';
import type { PollDependencies } from '../functions/poll-link.js';
import type { ChangeDependencies } from '../functions/provision-target.js';
import type { ReceiveDependencies } from '../functions/receive-endpoint-event.js';
import type { ReconcileLinksDependencies } from '../functions/reconcile-links.js';
import { respondUnwired } from '../functions/respond-unwired.js';
import { wireHub } from '../hub/hub.js';
import { linkingHub } from '../hub/linking-hub.js';
import type { Wiring } from '../invocation/handler.js';
import { Invocation } from '../invocation/invocation.js';
import { createObservability } from '../invocation/observability.js';
import { systemClock } from '../invocation/system-clock.js';
import { createAtlasAccess } from './atlas-access.js';
import { wireLease, wireWaiting } from './waiting-links.js';

export async function wireReceive(environment: EnvironmentValues): Promise<Wiring<ReceiveDependencies>> {
  const base = wireBase();
  const { list, isCurrent } = await openProjectList(environment, base.observability);
  const configuration = readLinkingConfiguration(environment, list);
  const linking = { ...base.shared, ...wireLinking(configuration, base, CLAIM_PATIENCE_SECONDS) };
  const hub = wireHub(environment, base, CLAIM_PATIENCE_SECONDS);
  return { ...base, isCurrent, dependencies: { ...linking, hub: linkingHub(linking, hub) } };
}

export async function wireReconcile(
  environment: EnvironmentValues,
): Promise<Wiring<ReconcileLinksDependencies>> {
  const base = wireBase();
  const { list, isCurrent } = await openProjectList(environment, base.observability);
  const configuration = readReconcileConfiguration(environment, list);
  const { eventBusName } = readEventBusConfiguration(environment);
  const { patience } = base;
  const linking = wireLinking(configuration, base, RECONCILE_PATIENCE_SECONDS);
  const own = {
    ...base.shared,
    ...linking,
    ...wireWaiting(environment, patience),
    ...wireLease(environment, patience),
    reconcileEverySeconds: configuration.reconcileEverySeconds,
    endpointList: base.shared.endpoints,
    events: createEventBus(eventBusName, eventBridge(patience(PUBLISH_PATIENCE_SECONDS))),
  };
  const hub = wireHub(environment, base, RECONCILE_PATIENCE_SECONDS);
  return {
    ...base,
    isCurrent,
    dependencies: { ...own, hasMembers: hub !== undefined, hub: linkingHub(own, hub) },
  };
}

/** Dependencies for linking and unlinking endpoints, by an event or by the reconciliation. */
function wireLinking(
  configuration: LinkingConfiguration,
  { invocation, observability, patience }: Base,
  registrySeconds: number,
) {
  const atlas = createAtlasAccess(configuration, invocation, observability);
  const projectIds = configuration.projects.map(({ projectId }) => projectId);
  const { workflowArn } = configuration;
  const workflow = createLinkWorkflow(workflowArn, stepFunctions(patience(START_PATIENCE_SECONDS)));
  const { log } = observability;
  const hasty = lazyEc2({ milliseconds: 0 });
  const preflight = { atlas, network: createNetwork(hasty), clock: systemClock, log, withinTime };
  // arn:aws:states:<region>:<account>:stateMachine:<name>
  const [, , , region = '', account = ''] = configuration.workflowArn.split(':');
  return {
    ...configuration,
    region: awsRegion(region),
    account,
    atlas,
    // The directory searches all, so that an endpoint of a project out of reach is refused and not ignored.
    projectIds: reachableIds(configuration.projects, { account, region: awsRegion(region) }),
    hastyEndpoints: createVpcEndpoints(hasty),
    directory: new ServiceDirectory(atlas, projectIds, systemClock),
    ...federationOf({
      atlas,
      projects: configuration.projects,
      serviceNames: configuration.federationServiceNames,
    }),
    registry: createRegistry(parameterStore(patience(registrySeconds))),
    workflow,
    executionStates: workflow,
    preflight: new PreflightChecker(preflight),
  };
}

/** The workflow waits for minutes at no cost, so the retries of a poll only cover short failures. */
const POLL_PATIENCE_MILLISECONDS = 10_000;

export async function wirePoll(environment: EnvironmentValues): Promise<Wiring<PollDependencies>> {
  const base = wireBase(new Invocation(POLL_PATIENCE_MILLISECONDS), BEST_EFFORT_PATIENCE_SECONDS);
  const { list, isCurrent } = await openProjectList(environment, base.observability);
  const configuration = readAtlasConfiguration(environment, list);
  const atlas = createAtlasAccess(configuration, base.invocation, base.observability);
  const waiting = wireWaiting(environment, base.patience);
  return {
    ...base,
    isCurrent,
    dependencies: {
      ...base.shared,
      ...waiting,
      atlas,
      atlasForStrings: withRecentClusters(atlas),
      hub: wireHub(environment, base, RECORD_PATIENCE_SECONDS),
    },
  };
}

/** Strings do not appear sooner if two links of a project read them within a few seconds. */
const RECENT_CLUSTERS_MILLISECONDS = 20_000;

function withRecentClusters(atlas: AtlasPort): AtlasPort {
  const recent = new RecentResponses<readonly Cluster[]>(systemClock, RECENT_CLUSTERS_MILLISECONDS);
  return {
    ...atlas,
    listClusters: (projectId) => recent.get(projectId, () => atlas.listClusters(projectId)),
  };
}

export function wireConclude(environment: EnvironmentValues): Wiring<FinalizerDependencies> {
  const { eventBusName, owner, tagEndpoints, keepsRegistry, openRequestsPath } =
    readConcludeConfiguration(environment);
  const base = wireBase();
  const { patience } = base;
  const dependencies = {
    ...base.shared,
    events: createEventBus(eventBusName, eventBridge(patience(PUBLISH_PATIENCE_SECONDS))),
    responses: createResponsePort(systemClock),
    executionStates: createExecutionHistory(stepFunctions(patience(START_PATIENCE_SECONDS))),
    executionsOf: (stateMachineArn: string) => createRequestExecutions(stateMachineArn),
    owner,
    tagEndpoints,
    hub: wireHub(environment, base, RECORD_PATIENCE_SECONDS),
    ...wireWaiting(environment, patience),
    ...(keepsRegistry ? { registry: createRegistry(parameterStore(patience(RECORD_PATIENCE_SECONDS))) } : {}),
    ...(openRequestsPath === undefined ? {} : { requests: createOpenRequests(openRequestsPath) }),
  };
  return { ...base, dependencies };
}

export async function wireChange(environment: EnvironmentValues): Promise<Wiring<ChangeDependencies>> {
  const base = wireBase();
  const { list, isCurrent } = await openProjectList(environment, base.observability);
  const configuration = readChangeConfiguration(environment, list);
  const atlas = createAtlasAccess(configuration, base.invocation, base.observability);
  const intents = createRemovalIntents(() => systemClock.now());
  const { owner, selection } = configuration;
  const registry = createRegistry();
  const hub = wireHub(environment, base, RECORD_PATIENCE_SECONDS);
  const { projects } = configuration;
  const dependencies = { ...base.shared, owner, selection, registry, atlas, intents, projects, hub };
  return { ...base, isCurrent, dependencies };
}

/** The rest of the function's time is reserved for waiting for AWS, not for Atlas. */
const LOOKUP_PATIENCE_MILLISECONDS = 55_000;

export async function wireCustomResource(
  environment: EnvironmentValues,
): Promise<Wiring<CustomResourceDependencies>> {
  const base = wireBase(new Invocation(LOOKUP_PATIENCE_MILLISECONDS));
  const { list, isCurrent } = await openProjectList(environment, base.observability);
  const configuration = readCustomResourceConfiguration(environment, list);
  const executions = sayingUnavailable(stepFunctions(base.patience(START_PATIENCE_SECONDS)));
  const dependencies = {
    ...base.shared,
    atlas: createAtlasAccess(configuration, base.invocation, base.observability),
    executions: createRequestExecutions(configuration.workflowArn, executions),
    executionStates: createExecutionHistory(executions),
    requests: createOpenRequests(
      configuration.openRequestsPath,
      parameterStore(base.patience(RECONCILE_PATIENCE_SECONDS)),
    ),
    responses: createResponsePort(systemClock),
    region: configuration.region,
  };
  return { ...base, isCurrent, dependencies };
}

/** Responds to CloudFormation if {@link wireCustomResource} has failed. */
export function wireUnwired(): (event: unknown, error: unknown) => Promise<void> {
  const responses = createResponsePort(systemClock);
  return (event, error) => respondUnwired({ responses, log: createObservability().log }, event, error);
}

export type Base = ReturnType<typeof wireBase>;

/**
 * EC2 allows 20 describe calls per second, and 500 concurrent endpoints need one each before the first POST. So
 * optional reads (preflight, the poll after the link, the polls of an execution) do not compete for them.
 */
const EC2_PATIENCE_SECONDS = 50;
const BEST_EFFORT_PATIENCE_SECONDS = 1;
const START_PATIENCE_SECONDS = 20;
const PUBLISH_PATIENCE_SECONDS = 20;
/** A link waits no longer than this for its claim: the conclusion writes the record. */
const CLAIM_PATIENCE_SECONDS = 3;
/** The state machine retries for minutes, at no cost while it waits. */
const RECORD_PATIENCE_SECONDS = 5;
const RECONCILE_PATIENCE_SECONDS = 20;

function wireBase(invocation = new Invocation(), ec2Seconds = EC2_PATIENCE_SECONDS) {
  const observability = createObservability();
  const { log, metrics } = observability;
  const patience = (seconds: number): RetryPatience => ({
    milliseconds: seconds * 1000,
    remainingMilliseconds: () => invocation.remainingMilliseconds(),
  });
  const ec2 = lazyEc2(patience(ec2Seconds));
  const endpoints = createVpcEndpoints(ec2);
  const clock = { ...systemClock, remainingMilliseconds: () => invocation.remainingMilliseconds() };
  const shared = { observability, log, metrics, clock, ec2, endpoints };
  return { observability, invocation, shared, patience, ec2Seconds };
}
