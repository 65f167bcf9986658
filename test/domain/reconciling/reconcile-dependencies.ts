/** Dependencies of a reconciliation of one project, on fakes. */
import { ServiceDirectory } from '../../../lambda/domain/linking/service-directory.js';
import type { VpcEndpoint } from '../../../lambda/domain/model/ports/ec2.js';
import type { ReconcileDependencies } from '../../../lambda/domain/reconciling/reconcile-links.js';
import { FakeAtlas } from '../fake-atlas.js';
import { FakeEvents, FakeRegistry, FakeVpcEndpoints, FakeWorkflow } from '../fake-aws.js';
import { recordingPorts } from '../recording-ports.js';
import { OWN, PROJECT_ID } from '../samples.js';
import { VirtualClock } from '../virtual-clock.js';

/** @param shown endpoints that EC2 lists */
export function setUpReconciliation(shown: () => readonly VpcEndpoint[] = () => []) {
  const atlas = new FakeAtlas();
  const clock = new VirtualClock();
  const registry = new FakeRegistry();
  const workflow = new FakeWorkflow();
  const events = new FakeEvents();
  const deps: ReconcileDependencies = {
    ...recordingPorts(),
    ...OWN,
    atlas,
    clock,
    registry,
    workflow,
    events,
    endpoints: new FakeVpcEndpoints(),
    endpointList: { listByServiceNames: async () => [...shown()] },
    executionStates: workflow,
    projectIds: [PROJECT_ID],
    federatedProjectIds: [],
    projects: [{ projectId: PROJECT_ID }],
    directory: new ServiceDirectory(atlas, [PROJECT_ID], clock),
    preflight: { warningsFor: async () => [] },
    selection: { kind: 'all' },
    lastLink: 'keep',
    linkTimeoutSeconds: 3600,
    awaitsAcceptance: false,
    connectionStringsTimeoutSeconds: 0,
    unlinkDeselected: true,
    reconcileEverySeconds: 3600,
  };
  return { atlas, clock, registry, workflow, events, deps };
}
