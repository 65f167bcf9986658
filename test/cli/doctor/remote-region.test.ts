/** An endpoint in another Region than that of its endpoint service. */
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../cli/doctor/diagnose.js';
import type { DoctorFacts } from '../../../cli/doctor/facts/doctor-facts.js';
import { atlasRegion, awsRegion } from '../../../lambda/contract/regions.js';
import { DATA_FEDERATION_SERVICE_ID } from '../../../lambda/contract/service-kind.js';
import type { EndpointService } from '../../../lambda/domain/model/ports/atlas.js';
import { endpointService, linkDescription, PROJECT_ID, vpcEndpoint } from '../../domain/samples.js';
import { automation, linkRecord, NOW, unlinkedFacts } from '../samples.js';

const HOME = awsRegion('eu-west-1');
const AWAY = awsRegion('us-east-1');
const before = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

/** A service of the home Region. */
function service(supportedRemoteRegions: readonly string[], parts: Partial<EndpointService> = {}) {
  const found = endpointService(parts);
  return { ...found, description: { ...found.description, supportedRemoteRegions } } as EndpointService;
}

/** Of an endpoint in {@link AWAY}. */
function factsOf(
  of: EndpointService,
  parts: Partial<DoctorFacts> = {},
  remoteRegions?: string[],
): DoctorFacts {
  const settings = {
    projectId: PROJECT_ID,
    secretId: 's',
    ...(remoteRegions === undefined ? {} : { remoteRegions }),
  };
  return unlinkedFacts({
    automation: automation({ region: AWAY, projects: [settings as never] }),
    endpoint: { value: vpcEndpoint({ serviceRegion: HOME, createdAt: before(10) }) },
    projects: [{ projectId: PROJECT_ID, services: [of] }],
    place: { projectId: PROJECT_ID, service: of },
    ...parts,
  });
}

const linking = (minutes: number): Partial<DoctorFacts> => ({
  record: { value: linkRecord({ state: 'linking', executionStartedAt: before(minutes).toISOString() }) },
  isRunning: { value: true },
});

describe('an endpoint in a Region that its service accepts', () => {
  const accepting = service([atlasRegion(AWAY)]);

  it('has the service, although it is of another Region', () => {
    const { checks } = diagnose(factsOf(accepting));
    expect(checks.find(({ check }) => check === 'endpoint-service')?.status).toBe('ok');
  });

  it.each([6, 14])('is waited for while its execution has added the Region, for %s minutes', (minutes) => {
    expect(diagnose(factsOf(accepting, linking(minutes))).verdict).toBe('wait');
  });

  it('is late after a quarter of an hour', () => {
    expect(diagnose(factsOf(accepting, linking(16))).cause?.check).toBe('registration');
  });

  it('may be pending that long', () => {
    const link = { value: linkDescription({ connectionStatus: 'PENDING' }) };
    expect(diagnose(factsOf(accepting, { ...linking(10), link })).verdict).toBe('wait');
  });

  it('is named where the endpoint leads to another vendor', () => {
    const facts = factsOf(accepting, { place: undefined });
    const lost = {
      ...facts,
      endpoint: { value: vpcEndpoint({ serviceRegion: undefined, serviceName: OTHER }) },
    };
    const cause = diagnose(lost).cause;
    expect(cause?.check).toBe('endpoint-service');
    expect(cause?.message).not.toContain('None of them has one');
    expect(cause?.remedy).toContain(accepting.endpointServiceName);
  });
});

it('an endpoint to another vendor is not said to have a service, because of one of Data Federation', () => {
  const federated = endpointService({ endpointServiceId: DATA_FEDERATION_SERVICE_ID });
  const facts = factsOf(federated, { place: undefined });
  const endpoint = vpcEndpoint({ serviceRegion: undefined, serviceName: OTHER });
  expect(diagnose({ ...facts, endpoint: { value: endpoint } }).cause?.message).toContain(
    'None of them has one',
  );
});

const OTHER = `com.amazonaws.vpce.us-east-1.vpce-svc-${'9'.repeat(17)}`;

describe('an endpoint in a Region that its service does not accept', () => {
  it('is waited for while its execution adds the Region', () => {
    const adding = service([], { status: 'INITIATING' });
    expect(diagnose(factsOf(adding, linking(8), [AWAY])).verdict).toBe('wait');
  });

  it('is not said to have nothing in its way', () => {
    const { cause } = diagnose(factsOf(service([])));
    expect(cause?.check).toBe('registration');
    expect(cause?.message).toContain('does not accept VPC endpoints of us-east-1');
    expect(cause?.remedy).toContain('remoteRegions');
  });

  it('is one whose event was lost, where the automation may add the Region', () => {
    const { cause } = diagnose(factsOf(service([]), {}, [AWAY]));
    expect(cause?.check).toBe('registration');
    expect(cause?.message).toContain('its event did not arrive');
  });
});

it('an endpoint in the Region of its service is late after five minutes', () => {
  const own = service([]);
  const facts = factsOf(own, { ...linking(6), automation: automation() });
  expect(diagnose(facts).cause?.check).toBe('registration');
});
