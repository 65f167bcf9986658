/** Addresses, compared with those of the SDK's clients over all partitions and settings. */
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { EVENT_BRIDGE } from '../../lambda/aws/event-bus.js';
import { PARAMETER_STORE } from '../../lambda/aws/parameter-store.js';
import { serviceEndpoint } from '../../lambda/aws/service-endpoint.js';
import { STEP_FUNCTIONS } from '../../lambda/aws/step-functions.js';

/** At least one Region of each partition. */
const REGIONS = [
  'us-east-1',
  'eu-west-1',
  'ap-southeast-7',
  'mx-central-1',
  'cn-north-1',
  'cn-northwest-1',
  'us-gov-west-1',
  'us-gov-east-1',
  'us-iso-east-1',
  'us-isob-east-1',
  'eu-isoe-west-1',
  'us-isof-south-1',
  'eusc-de-east-1',
];
const SETTINGS = [
  { fips: false, dualStack: false },
  { fips: true, dualStack: false },
  { fips: false, dualStack: true },
  { fips: true, dualStack: true },
];
const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
const SERVICES = [
  { service: PARAMETER_STORE, client: new SSMClient({ region: 'eu-west-1', credentials }) },
  { service: STEP_FUNCTIONS, client: new SFNClient({ region: 'eu-west-1', credentials }) },
  { service: EVENT_BRIDGE, client: new EventBridgeClient({ region: 'eu-west-1', credentials }) },
];

describe.each(SERVICES)('the address of $service.name', ({ service, client }) => {
  it.each(SETTINGS)('is that of the SDK in every partition with %j', ({ fips, dualStack }) => {
    const environment = {
      AWS_USE_FIPS_ENDPOINT: String(fips),
      AWS_USE_DUALSTACK_ENDPOINT: String(dualStack),
    };
    const ours = REGIONS.map((region) => serviceEndpoint(service, region, environment));
    const ofSdk = REGIONS.map((Region) => {
      const provider = client.config.endpointProvider as (parameters: object) => { readonly url: URL };
      return provider({ Region, UseFIPS: fips, UseDualStack: dualStack }).url.origin;
    });
    expect(ours).toEqual(ofSdk);
  });

  it('is taken from the environment, the variable of the service first', () => {
    const own = `AWS_ENDPOINT_URL_${service.endpointVariable}`;
    const all = { AWS_ENDPOINT_URL: 'https://all.example' };
    const both = { ...all, [own]: 'https://one.example' };
    const address = (environment: Readonly<Record<string, string>>) =>
      serviceEndpoint(service, 'eu-west-1', environment);
    expect(address(all)).toBe('https://all.example');
    expect(address(both)).toBe('https://one.example');
    expect(address({ ...both, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' })).toMatch(/amazonaws\.com$/);
  });

  it('has the same variable as in the SDK', async () => {
    const name = `AWS_ENDPOINT_URL_${service.endpointVariable}`;
    process.env[name] = 'https://one.example';
    try {
      expect(await addressAsked(client)).toBe('one.example');
    } finally {
      delete process.env[name];
    }
  });
});

/** Address of a call that is aborted before it is sent. */
async function addressAsked(client: (typeof SERVICES)[number]['client']): Promise<string> {
  const Client = client.constructor as new (config: object) => SSMClient;
  let host = '';
  const requestHandler = {
    handle: async (request: { readonly hostname: string }) => {
      host = request.hostname;
      throw new Error('That is far enough.');
    },
  };
  const own = new Client({ region: 'eu-west-1', credentials, requestHandler, maxAttempts: 1 });
  const { GetParameterCommand } = await import('@aws-sdk/client-ssm');
  await own.send(new GetParameterCommand({ Name: 'a' })).catch(() => undefined);
  return host;
}
