/** A registry that cannot be read or written is not one without a record: for Data Federation the record decides. */
import { describe, expect, it } from 'vitest';
import { DATA_FEDERATION_PROJECT_TAG } from '../../../lambda/contract/tags.js';
import { withDataFederation } from '../../../lambda/domain/data-federation/federated-links.js';
import { federationOf } from '../../../lambda/domain/data-federation/federation-directory.js';
import { linkEndpoint } from '../../../lambda/domain/linking/link-endpoint.js';
import { ServiceDirectory } from '../../../lambda/domain/linking/service-directory.js';
import { RegistryUnavailableError } from '../../../lambda/domain/model/errors/registry-unavailable-error.js';
import type { RegistryPort } from '../../../lambda/domain/model/ports/registry.js';
import { ChangingAtlas } from '../changing-atlas.js';
import { FakeRegistry, FakeVpcEndpoints, FakeWorkflow } from '../fake-aws.js';
import { recordingPorts } from '../recording-ports.js';
import { ENDPOINT_ID, OWN, PROJECT_ID, SERVICE_NAME, vpcEndpoint } from '../samples.js';
import { VirtualClock } from '../virtual-clock.js';

const FEDERATION_SERVICE = 'com.amazonaws.vpce.eu-west-1.vpce-svc-0824460b72e1a420e';
const OTHER_PROJECT_ID = 'f'.repeat(24);

interface Setting {
  readonly serviceName?: string;
  readonly tags?: Record<string, string>;
  /** Number of the call of the registry that fails, from 1 on. */
  readonly failing: number;
}

function setUp({ serviceName = FEDERATION_SERVICE, tags = {}, failing }: Setting) {
  const changing = new ChangingAtlas();
  const atlas = withDataFederation(changing, { comment: 'ours' });
  const clock = new VirtualClock();
  const workflow = new FakeWorkflow();
  const endpoints = new FakeVpcEndpoints();
  endpoints.descriptions = [vpcEndpoint({ serviceName, tags })];
  const projects = [
    { projectId: PROJECT_ID, dataFederation: true },
    { projectId: OTHER_PROJECT_ID, dataFederation: true },
  ];
  const deps = {
    ...recordingPorts(),
    ...OWN,
    ...federationOf({ atlas, projects, serviceNames: [] }),
    ...{ atlas, clock, workflow, endpoints, projects },
    executionStates: workflow,
    registry: failingAt(failing),
    directory: new ServiceDirectory(atlas, [PROJECT_ID], clock),
    selection: { kind: 'all' } as const,
    linkTimeoutSeconds: 600,
    connectionStringsTimeoutSeconds: 0,
    awaitsAcceptance: false,
    preflight: { warningsFor: async () => [] },
  };
  const link = () =>
    linkEndpoint(deps, {
      ...{ endpointId: ENDPOINT_ID, account: OWN.account, region: OWN.region },
      ...{ origin: 'event', eventId: 'e1', eventTime: new Date('2026-08-10T03:05:00Z') },
    });
  return { link, workflow, changing };
}

function failingAt(number: number): RegistryPort {
  let calls = 0;
  return new Proxy(new FakeRegistry(), {
    get: (registry, name: keyof FakeRegistry) => {
      const member = registry[name];
      if (typeof member !== 'function') return member;
      return (...given: unknown[]) => {
        calls += 1;
        if (calls === number) throw new RegistryUnavailableError('throttled');
        return (member as (...values: unknown[]) => unknown).apply(registry, given);
      };
    },
  });
}

const TAGGED = { tags: { [DATA_FEDERATION_PROJECT_TAG]: PROJECT_ID } };

describe('an endpoint to Data Federation while the registry is unavailable', () => {
  it.each([
    ['the record cannot be read', { ...TAGGED, failing: 1 }],
    ['the claim cannot be written', { ...TAGGED, failing: 2 }],
  ])('is not registered, and the event is delivered again: %s', async (_, setting) => {
    const { link, workflow, changing } = setUp(setting);
    await expect(link()).rejects.toMatchObject({ name: 'RegistryUnavailableError' });
    expect([changing.countOf('register'), workflow.executionStates.size]).toEqual([0, 0]);
    await link();
    expect([changing.countOf('register'), workflow.executionStates.size]).toEqual([1, 1]);
  });

  it.each([
    ['before', { failing: 1 }],
    ['right before it would be refused', { failing: 2 }],
  ])('of an unknown project is not reported as failed: its record cannot be read %s', async (_, setting) => {
    const { link, workflow } = setUp(setting);
    await expect(link()).rejects.toMatchObject({ name: 'RegistryUnavailableError' });
    expect(workflow.executionStates.size).toBe(0);
    expect(await link()).toMatchObject({ kind: 'refused', isNew: true });
  });
});

describe('an endpoint to a dedicated service while the registry is unavailable', () => {
  it.each([1, 2])('is linked all the same (call %i)', async (failing) => {
    const { link } = setUp({ serviceName: SERVICE_NAME, failing });
    expect(await link()).toMatchObject({ kind: 'linking', hasMade: true });
  });
});
