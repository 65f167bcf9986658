/** Composition root: which adapters each function gets. */
import { createAnswerPort } from '../aws/cloudformation-answer.js';
import { createNetwork } from '../aws/ec2-network.js';
import { createVpcEndpoints } from '../aws/ec2-vpc-endpoints.js';
import { createEventBus } from '../aws/event-bus.js';
import { lazyEc2 } from '../aws/lazy-ec2.js';
import { createLinkWorkflow } from '../aws/link-workflow.js';
import { createOpenRequests } from '../aws/open-requests.js';
import { createRegistry } from '../aws/registry.js';
import { createRemovalIntents } from '../aws/removal-intents.js';
import { createRequestExecutions } from '../aws/request-executions.js';
import { createRunHistory } from '../aws/run-history.js';
import { PreflightChecker } from '../domain/gather-preflight.js';
import { ServiceDirectory } from '../domain/service-directory.js';
import { createAtlasAccess } from './atlas-access.js';
import type { ChangeDependencies } from './change-target.js';
import {
  type EnvironmentValues,
  type LinkingConfiguration,
  readAtlasConfiguration,
  readChangeConfiguration,
  readConcludeConfiguration,
  readCustomResourceConfiguration,
  readEventBusConfiguration,
  readLinkingConfiguration,
} from './configuration.js';
import type { CustomResourceDependencies } from './handle-custom-resource.js';
import type { Wiring } from './handler.js';
import { Invocation } from './invocation.js';
import { createObservability } from './observability.js';
import type { ObserveDependencies } from './observe-link.js';
import type { ReceiveDependencies } from './receive-endpoint-event.js';
import type { ReconcileLinksDependencies } from './reconcile-links.js';
import type { ConcluderDependencies } from './run-concluder.js';
import { systemClock } from './system-clock.js';
import { withinTime } from './within-time.js';

export function wireReceive(environment: EnvironmentValues): Wiring<ReceiveDependencies> {
  const configuration = readLinkingConfiguration(environment);
  const base = wireBase();
  return { ...base, dependencies: { ...base.shared, ...wireLinking(configuration, base) } };
}

export function wireReconcile(environment: EnvironmentValues): Wiring<ReconcileLinksDependencies> {
  const configuration = readLinkingConfiguration(environment);
  const { eventBusName } = readEventBusConfiguration(environment);
  const base = wireBase();
  const linking = wireLinking(configuration, base);
  const dependencies = {
    ...base.shared,
    ...linking,
    endpointList: base.shared.endpoints,
    events: createEventBus(eventBusName),
  };
  return { ...base, dependencies };
}

/** All that linking and unlinking endpoints takes, by an event or by the reconciliation. */
function wireLinking(configuration: LinkingConfiguration, { invocation, observability, shared }: Base) {
  const atlas = createAtlasAccess(configuration, invocation, observability);
  const projectIds = configuration.projects.map(({ projectId }) => projectId);
  const workflow = createLinkWorkflow(configuration.workflowArn);
  const { log } = observability;
  const preflight = { atlas, network: createNetwork(shared.ec2), clock: systemClock, log, withinTime };
  // arn:aws:states:<region>:<account>:stateMachine:<name>
  const [, , , region = '', account = ''] = configuration.workflowArn.split(':');
  return {
    ...configuration,
    region,
    account,
    atlas,
    projectIds,
    directory: new ServiceDirectory(atlas, projectIds, systemClock),
    registry: createRegistry(),
    workflow,
    runs: workflow,
    preflight: new PreflightChecker(preflight),
  };
}

/** The workflow waits for minutes at no cost, so a look itself only rides out a blip. */
const OBSERVE_PATIENCE_MILLISECONDS = 10_000;

export function wireObserve(environment: EnvironmentValues): Wiring<ObserveDependencies> {
  const configuration = readAtlasConfiguration(environment);
  const base = wireBase(new Invocation(OBSERVE_PATIENCE_MILLISECONDS));
  const atlas = createAtlasAccess(configuration, base.invocation, base.observability);
  return { ...base, dependencies: { ...base.shared, atlas } };
}

export function wireConclude(environment: EnvironmentValues): Wiring<ConcluderDependencies> {
  const { eventBusName, owner, tagEndpoints, keepsRegistry, openRequestsPath } =
    readConcludeConfiguration(environment);
  const base = wireBase();
  const dependencies = {
    ...base.shared,
    events: createEventBus(eventBusName),
    answers: createAnswerPort(systemClock),
    runs: createRunHistory(),
    executionsOf: (stateMachineArn: string) => createRequestExecutions(stateMachineArn),
    owner,
    tagEndpoints,
    ...(keepsRegistry ? { registry: createRegistry() } : {}),
    ...(openRequestsPath === undefined ? {} : { requests: createOpenRequests(openRequestsPath) }),
  };
  return { ...base, dependencies };
}

export function wireChange(environment: EnvironmentValues): Wiring<ChangeDependencies> {
  const configuration = readChangeConfiguration(environment);
  const base = wireBase();
  const atlas = createAtlasAccess(configuration, base.invocation, base.observability);
  const intents = createRemovalIntents(() => systemClock.now());
  return { ...base, dependencies: { ...base.shared, owner: configuration.owner, atlas, intents } };
}

/** The rest of the function's time is for waiting for AWS, not for Atlas. */
const LOOKUP_PATIENCE_MILLISECONDS = 55_000;

export function wireCustomResource(environment: EnvironmentValues): Wiring<CustomResourceDependencies> {
  const configuration = readCustomResourceConfiguration(environment);
  const base = wireBase(new Invocation(LOOKUP_PATIENCE_MILLISECONDS));
  const dependencies = {
    ...base.shared,
    atlas: createAtlasAccess(configuration, base.invocation, base.observability),
    executions: createRequestExecutions(configuration.workflowArn),
    requests: createOpenRequests(configuration.openRequestsPath),
    answers: createAnswerPort(systemClock),
    region: configuration.region,
  };
  return { ...base, dependencies };
}

type Base = ReturnType<typeof wireBase>;

function wireBase(invocation = new Invocation()) {
  const observability = createObservability();
  const { log, metrics } = observability;
  const ec2 = lazyEc2();
  const endpoints = createVpcEndpoints(ec2);
  const clock = { ...systemClock, remainingMilliseconds: () => invocation.remainingMilliseconds() };
  const shared = { observability, log, metrics, clock, ec2, endpoints };
  return { observability, invocation, shared };
}
