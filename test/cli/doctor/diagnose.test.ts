import { describe, expect, it } from 'vitest';
import type { CheckName } from '../../../cli/doctor/checks/check.js';
import {
  type Diagnosis,
  diagnose,
  OWN_CHECK_NAMES,
  withoutAutomation,
} from '../../../cli/doctor/diagnose.js';
import type { DoctorFacts } from '../../../cli/doctor/facts/doctor-facts.js';
import { DECLARED_TAG } from '../../../lambda/contract/tags.js';
import { atlasError } from '../../domain/atlas-errors.js';
import {
  ENDPOINT_ID,
  endpointService,
  linkDescription,
  PROJECT_ID,
  SERVICE_NAME,
  vpcEndpoint,
} from '../../domain/samples.js';
import { automation, cluster, doctorFacts, linkRecord, unlinkedFacts } from '../samples.js';

function findingOf({ checks }: Diagnosis, name: CheckName) {
  return checks.find(({ check }) => check === name);
}

const TAGGED = automation({ selection: { kind: 'tagged', key: 'atlas', value: 'yes' } });
const NO_TRAIL = { trails: { value: [] } };
const OF_STACK = {
  endpoint: { value: vpcEndpoint({ tags: { 'aws:cloudformation:stack-name': 'network' } }) },
};
const REJECTED = linkDescription({ connectionStatus: 'REJECTED', errorMessage: 'No dns entries found' });
const PENDING = linkDescription({ connectionStatus: 'PENDING' });
const deadLetter = {
  source: 'lambda',
  event: {},
  subject: 'CreateVpcEndpoint',
  errorType: 'AtlasError',
  reason: 'AtlasError: down',
  destination: { kind: 'reconciliation' },
} as const;
const SECURITY_GROUP = { code: 'SECURITY_GROUP_CLOSED', message: 'closed', advice: 'open it' } as const;
const PRIVATE_DNS = { code: 'PRIVATE_DNS_ON', message: 'on', advice: 'turn it off' } as const;

const LINKING = { record: { value: linkRecord({ state: 'linking' }) }, isRunning: { value: true } };
const WITHOUT_STRINGS = cluster({ privateEndpoints: [] });
const UNRESOLVED = { host: 'h', targets: [], addresses: [], problem: 'ENOTFOUND' };
const DECLARED = vpcEndpoint({
  tags: { [DECLARED_TAG.KEY]: 'cloudformation', 'aws:cloudformation:stack-name': 'reports' },
});

describe('a diagnosis', () => {
  it('finds no problem in a working set-up, in the order of the checks', () => {
    const { verdict, cause, checks } = diagnose(doctorFacts());
    expect([verdict, cause]).toEqual(['ok', null]);
    expect(checks.map(({ check, status }) => `${check} ${status}`)).toEqual(
      OWN_CHECK_NAMES.map((name) => `${name} ok`),
    );
  });

  it.each<[string, CheckName, DoctorFacts, RegExp]>([
    [
      'wrong keys',
      'atlas-access',
      unlinkedFacts({
        place: undefined,
        projects: [{ projectId: PROJECT_ID, error: atlasError('authentication') }],
      }),
      /./,
    ],
    [
      'an unknown id',
      'endpoint',
      unlinkedFacts({ endpoint: { value: undefined } }),
      /EC2 knows no VPC endpoint/,
    ],
    [
      'a deleted endpoint whose link is retained',
      'endpoint',
      doctorFacts({
        endpoint: { value: vpcEndpoint({ state: 'deleted' }) },
        record: { value: linkRecord({ state: 'retained' }) },
      }),
      /was deleted.*keeps its link/,
    ],
    [
      'a service of AWS',
      'endpoint-service',
      unlinkedFacts({
        place: undefined,
        endpoint: { value: vpcEndpoint({ serviceName: 'com.amazonaws.eu-west-1.s3' }) },
      }),
      /its service is com.amazonaws.eu-west-1.s3/,
    ],
    [
      'a gateway endpoint',
      'endpoint-service',
      unlinkedFacts({ place: undefined, endpoint: { value: vpcEndpoint({ type: 'gateway' }) } }),
      /its type is gateway/,
    ],
    [
      'a Region without a service',
      'endpoint-service',
      unlinkedFacts({
        place: undefined,
        projects: [{ projectId: PROJECT_ID, services: [endpointService({ regionName: 'US_EAST_1' })] }],
      }),
      /None of them has one in eu-west-1/,
    ],
    [
      'the service of Data Federation',
      'endpoint-service',
      unlinkedFacts({
        place: undefined,
        endpoint: {
          value: vpcEndpoint({ serviceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0824460b72e1a420e' }),
        },
      }),
      /is the service of Data Federation and Online Archive/,
    ],
    [
      'a service of another project',
      'endpoint-service',
      unlinkedFacts({
        place: undefined,
        projects: [{ projectId: PROJECT_ID, services: [endpointService()] }],
      }),
      new RegExp(`${SERVICE_NAME} is not an endpoint service`),
    ],
    [
      'no trail',
      'trail',
      unlinkedFacts(NO_TRAIL),
      /No CloudTrail trail covers eu-west-1: EventBridge receives no events about VPC endpoints but those of CloudFormation stacks/,
    ],
    [
      'a trail of another Region alone',
      'trail',
      unlinkedFacts({ ...NO_TRAIL, otherTrails: { value: [{ name: 'main', region: 'us-east-1' }] } }),
      /No CloudTrail trail covers eu-west-1; trail main of us-east-1 is of that Region alone: EventBridge/,
    ],
    [
      'no trail, where those of other Regions may not be listed',
      'trail',
      unlinkedFacts({
        ...NO_TRAIL,
        otherTrails: { unknown: 'not authorized to perform cloudtrail:ListTrails.' },
      }),
      /No CloudTrail trail covers eu-west-1 \(whether another Region has one is not known: .*cloudtrail:ListTrails\.\)/,
    ],
    [
      'no trail, for an automation that does not listen to CloudFormation yet',
      'trail',
      unlinkedFacts({ ...NO_TRAIL, ...OF_STACK, automation: automation({ stackRuleName: '' }) }),
      /No CloudTrail trail covers eu-west-1: EventBridge receives no events about VPC endpoints\./,
    ],
    [
      'a lost event of an endpoint that a stack has made, and not the trail that it does not need',
      'registration',
      unlinkedFacts({ ...NO_TRAIL, ...OF_STACK }),
      /its event did not arrive/,
    ],
    [
      'a trail that is off',
      'trail',
      unlinkedFacts({ trails: { value: [{ name: 't', isLogging: false, logsManagementWrites: true }] } }),
      /Logging of trail t is off/,
    ],
    [
      'a missing rule',
      'rules',
      unlinkedFacts({ rules: { value: [{ name: 'r', state: 'missing' }] } }),
      /r is missing/,
    ],
    [
      'a dead-letter message',
      'dead-letters',
      unlinkedFacts({ deadLetters: { value: [deadLetter] } }),
      /AtlasError: down/,
    ],
    [
      'a stack that has not linked it',
      'declared',
      unlinkedFacts({ endpoint: { value: vpcEndpoint({ tags: { [DECLARED_TAG.KEY]: 'cloudformation' } }) } }),
      /A stack declares/,
    ],
    [
      'a tag of another value',
      'selection',
      unlinkedFacts({ automation: TAGGED, endpoint: { value: vpcEndpoint({ tags: { atlas: 'no' } }) } }),
      /tagged atlas=yes.*tagged atlas=no/,
    ],
    ['a lost event', 'registration', unlinkedFacts(), /its event did not arrive/],
    [
      'an endpoint without a subnet',
      'registration',
      unlinkedFacts({ endpoint: { value: vpcEndpoint({ subnetIds: [] }) } }),
      /has no subnet/,
    ],
    [
      'an endpoint that has expired',
      'registration',
      unlinkedFacts({ endpoint: { value: vpcEndpoint({ state: 'expired' }) } }),
      /is expired and Atlas can no longer accept it/,
    ],
    [
      'a refused registration',
      'registration',
      unlinkedFacts({ record: { value: linkRecord({ state: 'failed', message: 'No payment method.' }) } }),
      /The registry says failed: No payment method/,
    ],
    ['a refusal by Atlas', 'status', doctorFacts({ link: { value: REJECTED } }), /REJECTED: No dns entries/],
    [
      'a link that is being made',
      'status',
      doctorFacts({
        link: { value: PENDING },
        record: { value: linkRecord({ state: 'linking' }) },
        isRunning: { value: true },
      }),
      /PENDING since 2026-08-10T03:05:05/,
    ],
    [
      'an execution that failed',
      'execution',
      doctorFacts({ link: { value: PENDING }, record: { value: linkRecord({ state: 'linking' }) } }),
      /has ended without a conclusion/,
    ],
    [
      'a closed security group, before what is only worth a note',
      'preflight',
      doctorFacts({ warnings: { value: [PRIVATE_DNS, SECURITY_GROUP] } }),
      /SECURITY_GROUP_CLOSED: closed/,
    ],
    [
      'a paused cluster',
      'connection-strings',
      doctorFacts({ clusters: { value: [cluster({ isPaused: true, privateEndpoints: [] })] } }),
      /Main is paused/,
    ],
    [
      'strings that do not come',
      'connection-strings',
      doctorFacts({ clusters: { value: [cluster(), cluster({ name: 'New', privateEndpoints: [] })] } }),
      /New is IDLE in EU_WEST_1/,
    ],
    [
      'strings that applications do not get',
      'connection-strings',
      doctorFacts({ recordedStrings: { value: [] } }),
      /the registry does not have those of Main/,
    ],
    [
      'a name that does not resolve',
      'dns',
      doctorFacts({ names: { value: [{ host: 'h', targets: [], addresses: [], problem: 'ENOTFOUND' }] } }),
      /_mongodb._tcp.h \(SRV\) cannot be resolved/,
    ],
  ])('reports %s', (_, check, facts, message) => {
    const { verdict, cause } = diagnose(facts);
    expect(verdict).toBe('wrong');
    expect(cause?.check).toBe(check);
    expect(cause?.message).toMatch(message);
    expect(cause?.remedy).not.toBe('');
  });

  it.each<[string, CheckName, DoctorFacts]>([
    ['no trail', 'trail', doctorFacts(NO_TRAIL)],
    ['no trail, for an endpoint of a stack', 'trail', doctorFacts({ ...NO_TRAIL, ...OF_STACK })],
    ['an old dead-letter message', 'dead-letters', doctorFacts({ deadLetters: { value: [deadLetter] } })],
    ['a tag that is gone', 'selection', doctorFacts({ automation: TAGGED })],
    ['private DNS', 'preflight', doctorFacts({ warnings: { value: [PRIVATE_DNS] } })],
    ['a project without clusters', 'connection-strings', doctorFacts({ clusters: { value: [] } })],
    [
      'a registry that is behind',
      'execution',
      doctorFacts({ record: { value: linkRecord({ state: 'timed-out' }) } }),
    ],
    [
      'another project that cannot be read',
      'atlas-access',
      doctorFacts({ projects: [{ projectId: 'other', error: atlasError('authentication') }] }),
    ],
  ])('finds a working link in order, with a note on %s', (_, check, facts) => {
    const diagnosis = diagnose(facts);
    expect(diagnosis.verdict).toBe('ok');
    expect(findingOf(diagnosis, check)?.status).toBe('note');
  });

  it('reports what it could not check, and not as in order', () => {
    const unknown = { unknown: 'AWS does not allow it' };
    const undecided = diagnose(doctorFacts({ endpoint: unknown, link: unknown }));
    expect(undecided.verdict).toBe('unknown');
    expect(findingOf(undecided, 'endpoint')).toMatchObject({
      status: 'not checked',
      message: 'AWS does not allow it',
    });
    const aside = diagnose(doctorFacts({ trails: unknown, deadLetters: unknown, rules: unknown }));
    expect(aside.verdict).toBe('ok');
  });

  it('does not report a secret as wrong if the user may not read it', () => {
    const error = atlasError('authentication', { code: 'SECRET_ACCESS_DENIED' });
    const facts = unlinkedFacts({
      place: undefined,
      projects: [{ projectId: PROJECT_ID, error }],
      link: { unknown: 'Not all projects can be read.' },
    });
    expect(diagnose(facts).verdict).toBe('unknown');
  });

  it('covers only the automation without an endpoint', () => {
    const { cause, checks } = withoutAutomation('None is installed.', 'Deploy it.');
    expect(cause).toMatchObject({ check: 'automation', message: 'None is installed.' });
    expect(checks.slice(1).every(({ status }) => status === 'not checked')).toBe(true);
  });

  it('contains the endpoint in the suggested command', () => {
    expect(diagnose(unlinkedFacts()).cause?.remedy).toContain(`atlas-privatelink link ${ENDPOINT_ID}`);
  });

  it.each<[string, CheckName, string, DoctorFacts]>([
    [
      'an endpoint that the automation has seen, and EC2 does not show again yet',
      'endpoint',
      '2026-08-10T03:05:25.000Z',
      unlinkedFacts({
        ...LINKING,
        endpoint: { value: undefined },
        place: undefined,
        now: new Date('2026-08-10T03:05:10Z'),
      }),
    ],
    [
      'an endpoint that CloudTrail has, and EC2 does not show yet',
      'endpoint',
      '2026-08-10T03:05:21.000Z',
      unlinkedFacts({
        endpoint: { value: undefined },
        history: { value: { createdAt: new Date('2026-08-10T03:05:01Z'), deletedAt: undefined } },
        place: undefined,
        now: new Date('2026-08-10T03:05:10Z'),
      }),
    ],
    [
      'the event of an endpoint that is new',
      'registration',
      '2026-08-10T03:07:01.000Z',
      unlinkedFacts({ now: new Date('2026-08-10T03:05:31Z') }),
    ],
    [
      'a registration that an execution makes, whatever keeps events away',
      'registration',
      '2026-08-10T03:10:05.000Z',
      unlinkedFacts({ ...NO_TRAIL, ...LINKING, now: new Date('2026-08-10T03:06:00Z') }),
    ],
    [
      'a young link',
      'status',
      '2026-08-10T03:10:05.000Z',
      doctorFacts({ ...LINKING, link: { value: PENDING }, now: new Date('2026-08-10T03:06:00Z') }),
    ],
    [
      'a refusal that its execution tries again',
      'status',
      '2026-08-10T03:10:05.000Z',
      doctorFacts({ ...LINKING, link: { value: REJECTED }, now: new Date('2026-08-10T03:06:00Z') }),
    ],
    [
      'a stack that is being deployed',
      'declared',
      '2026-08-10T03:10:01.000Z',
      unlinkedFacts({ endpoint: { value: DECLARED }, now: new Date('2026-08-10T03:06:00Z') }),
    ],
    [
      'connection strings that take their minutes',
      'connection-strings',
      '2026-08-10T03:15:05.000Z',
      doctorFacts({ clusters: { value: [WITHOUT_STRINGS] }, now: new Date('2026-08-10T03:10:00Z') }),
    ],
    [
      'a name that is new',
      'dns',
      '2026-08-10T03:15:05.000Z',
      doctorFacts({ names: { value: [UNRESOLVED] }, now: new Date('2026-08-10T03:10:00Z') }),
    ],
  ])('waits for %s, and says until when', (_, check, until, facts) => {
    const { verdict, cause } = diagnose(facts);
    expect([verdict, cause?.check, cause?.until]).toEqual(['wait', check, until]);
    // Facts that are still missing at that time are reported as wrong.
    expect(diagnose({ ...facts, now: new Date(until) }).verdict).toBe('wrong');
  });

  it('does not wait for a new endpoint that is already deleted', () => {
    const history = {
      createdAt: new Date('2026-08-10T03:05:01Z'),
      deletedAt: new Date('2026-08-10T03:05:06Z'),
    };
    const now = new Date('2026-08-10T03:05:10Z');
    const gone = unlinkedFacts({ endpoint: { value: undefined }, history: { value: history }, now });
    expect(diagnose(gone).cause).toMatchObject({
      status: 'wrong',
      message: expect.stringMatching(/was deleted/),
    });
  });

  it('does not wait if something else is wrong or unknown', () => {
    const young = { ...LINKING, link: { value: PENDING }, now: new Date('2026-08-10T03:06:00Z') };
    const closed = diagnose(doctorFacts({ ...young, warnings: { value: [SECURITY_GROUP] } }));
    expect([closed.verdict, closed.cause?.check]).toEqual(['wrong', 'preflight']);
    expect(diagnose(doctorFacts({ ...young, endpoint: { unknown: 'not allowed' } })).verdict).toBe('unknown');
    const paused = cluster({ isPaused: true, privateEndpoints: [] });
    const now = new Date('2026-08-10T03:10:00Z');
    expect(diagnose(doctorFacts({ clusters: { value: [paused] }, now })).verdict).toBe('wrong');
  });

  it.each<[CheckName, Partial<DoctorFacts>]>([
    ['trail', NO_TRAIL],
    ['rules', { rules: { value: [{ name: 'r', state: 'missing' }] } }],
    ['dead-letters', { deadLetters: { value: [deadLetter] } }],
    ['declared', { endpoint: { value: DECLARED } }],
  ])('reports %s once, although Atlas does not list the endpoint either', (check, parts) => {
    const diagnosis = diagnose(unlinkedFacts(parts));
    expect(diagnosis.checks.filter(({ status }) => status === 'wrong')).toHaveLength(1);
    expect(diagnosis.cause?.check).toBe(check);
    expect(findingOf(diagnosis, 'registration')).toMatchObject({
      status: 'note',
      message: `Atlas does not list it: see ${check}.`,
    });
  });

  it('takes the remedy of a dead-letter message from the registry, and reports the reason of an execution once', () => {
    const message = 'Create link l: Atlas responded 403 X: No.';
    const record = linkRecord({ state: 'failed', message, advice: 'Give the role.' });
    const refused = { ...deadLetter, errorType: 'LinkRefusedError', reason: 'LinkRefusedError: as recorded' };
    const { cause, checks } = diagnose(
      unlinkedFacts({ record: { value: record }, deadLetters: { value: [refused] } }),
    );
    expect(cause?.message).toMatch(/Atlas responded 403 X: No\.$/);
    expect(cause?.remedy).toBe('Give the role. Then run atlas-privatelink redrive.');
    expect(checks.filter((check) => check.message.includes('403'))).toHaveLength(1);
  });

  it.each([
    ['is another error', 'AtlasError', linkRecord({ state: 'failed', message: 'down', advice: 'Wait.' })],
    ['is of before the link', 'LinkRefusedError', linkRecord({ message: 'down', advice: 'Wait.' })],
    ['has no record', 'LinkRefusedError', undefined],
    [
      'has a record of another automation',
      'LinkRefusedError',
      linkRecord({ state: 'failed', message: 'down', advice: 'Wait.', owner: 'other' }),
    ],
  ])('takes the reason from a dead-letter message that %s, whatever its text', (_, errorType, record) => {
    const message = { ...deadLetter, errorType, reason: `${errorType}: down Wait.` };
    const { checks } = diagnose(
      unlinkedFacts({ record: { value: record }, deadLetters: { value: [message] } }),
    );
    expect(checks.find(({ check }) => check === 'dead-letters')).toMatchObject({
      message: expect.stringMatching(/: down Wait\.$/),
      remedy: 'Mend what it says, then run atlas-privatelink redrive.',
    });
  });

  it('says that an endpoint of a stack needs no trail, and which ones do', () => {
    const { cause, checks } = diagnose(unlinkedFacts({ ...NO_TRAIL, ...OF_STACK }));
    expect(cause?.check).toBe('registration');
    expect(checks.find(({ check }) => check === 'trail')).toMatchObject({
      status: 'note',
      message: expect.stringMatching(/needs none: CloudFormation itself reports what stack network makes/),
      remedy: expect.stringMatching(/^Endpoints that no stack makes, .* need a CloudTrail trail/),
    });
  });

  it('lists the stacks', () => {
    const declared = diagnose(unlinkedFacts({ endpoint: { value: DECLARED } }));
    expect(declared.cause?.message).toContain('Stack reports');
    expect(declared.cause?.remedy).toContain('CloudFormation stack reports');
    const noRule = diagnose(unlinkedFacts({ rules: { value: [{ name: 'r', state: 'missing' }] } }));
    expect(noRule.cause?.remedy).toContain('deploy stack links again');
    expect(findingOf(noRule, 'automation')?.message).toContain('of stack links');
  });

  it('does not say that a link which is being removed can be linked again', () => {
    const link = { value: linkDescription({ connectionStatus: 'DELETING', deleteRequested: true }) };
    expect(diagnose(doctorFacts({ link })).cause?.remedy).toMatch(/rejects the endpoint.*create another/);
  });
});
