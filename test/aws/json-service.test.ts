/** Tests the client of the JSON services with real HTTP and real signatures, and compares it with the SDK's clients. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { JsonService, JsonServiceDescription, Operation } from '../../lambda/aws/json-service.js';
import { jsonService } from '../../lambda/aws/json-service.js';
import { PARAMETER_STORE, parameterStore } from '../../lambda/aws/parameter-store.js';
import { STEP_FUNCTIONS } from '../../lambda/aws/step-functions.js';
import { AwsError } from '../../local/aws/protocol/aws-error.js';
import { setUpAws } from './aws-setup.js';
import { signatureOf } from './signature.js';

const SECRET_KEY = 'secret/key+of/the=role';
const SESSION_TOKEN = 'token+of/the=session';
const NO_PAUSE = { milliseconds: 60_000, random: () => 0 };
const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

interface Received {
  readonly request: IncomingMessage;
  readonly body: string;
}

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A server that records requests, with the environment of a function. */
async function setUpServer(answer: (call: number) => Answer | 'hang up'): Promise<Received[]> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({ request, body: Buffer.concat(chunks).toString() });
    const given = answer(received.length);
    if (given === 'hang up') return request.socket.destroy();
    response.writeHead(given.status ?? 200, given.headers);
    return response.end(given.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', SECRET_KEY);
  vi.stubEnv('AWS_SESSION_TOKEN', SESSION_TOKEN);
  closing.push(() => vi.unstubAllEnvs());
  return received;
}

const read = (patience = NO_PAUSE) => parameterStore(patience).call('GetParameter', { Name: '/a/ü' });
const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: Error) => error,
  );

describe('a request', () => {
  it('is signed as the SDK signs it, with the token of the session', async () => {
    const [received] = await exchanged();
    const { request, body } = received;
    const credentials = {
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: SECRET_KEY,
      sessionToken: SESSION_TOKEN,
    };
    expect(request.headers.authorization).toContain('Credential=AKIDEXAMPLE/');
    expect(request.headers.authorization).toContain('/eu-west-1/ssm/aws4_request');
    expect(request.headers['x-amz-security-token']).toBe(SESSION_TOKEN);
    expect(request.headers.authorization).toBe(await signatureOf(request, body, credentials));
    const forged = body.replace('/a/', '/b/');
    expect(request.headers.authorization).not.toBe(await signatureOf(request, forged, credentials));
  });

  it.each([
    [PARAMETER_STORE, 'AmazonSSM.DoIt', 'application/x-amz-json-1.1'],
    [STEP_FUNCTIONS, 'AWSStepFunctions.DoIt', 'application/x-amz-json-1.0'],
  ] as const)('names operation, protocol and product', async (service, target, contentType) => {
    const received = await setUpServer(() => ({ body: '{}' }));
    await anyService(service).call('DoIt', { Field: 'ü' });
    expect(received[0]?.request).toMatchObject({
      method: 'POST',
      headers: { 'x-amz-target': target, 'content-type': contentType, 'user-agent': 'cdk-atlas-privatelink' },
    });
    expect(received[0]?.body).toBe('{"Field":"ü"}');
  });

  it('carries the trace by which Lambda detects recursive loops', async () => {
    vi.stubEnv('_X_AMZN_TRACE_ID', 'Root=1-5759e988-bd862e3fe1be46a994272793');
    const [{ request }] = await exchanged();
    expect(request.headers['x-amzn-trace-id']).toBe('Root=1-5759e988-bd862e3fe1be46a994272793');
  });

  it.each(['AWS_ACCESS_KEY_ID', 'AWS_REGION'])(
    'is not sent without %s, which the error names',
    async (name) => {
      const received = await setUpServer(() => ({ body: '{}' }));
      vi.stubEnv(name, '');
      if (name === 'AWS_REGION') vi.stubEnv('AWS_DEFAULT_REGION', '');
      const error = await failure(read());
      expect(error?.message).toContain(`${name}`);
      expect(error?.message).not.toContain(SECRET_KEY);
      expect(received).toEqual([]);
    },
  );
});

describe('a response', () => {
  it('is parsed as JSON, and null counts as absent, as in the SDK', async () => {
    await setUpServer(() => ({
      body: '{"Parameter":{"Value":"v","LastModifiedDate":1.5},"NextToken":null}',
    }));
    expect(await read()).toEqual({ Parameter: { Value: 'v', LastModifiedDate: 1.5 } });
  });

  it.each([
    [
      { body: '{"__type":"com.amazonaws.ssm#ParameterNotFound","message":"none"}' },
      'ParameterNotFound',
      'none',
    ],
    [{ body: '{"__type":"ParameterNotFound","Message":"none"}' }, 'ParameterNotFound', 'none'],
    [
      { headers: { 'x-amzn-ErrorType': 'AccessDeniedException:http://internal' }, body: '{"message":"no"}' },
      'AccessDeniedException',
      'no',
    ],
    [{ body: '<html>' }, 'UnknownError', 'ssm:GetParameter has HTTP status 400.'],
  ])('with the error %j is named %s', async (answer, name, message) => {
    const received = await setUpServer(() => ({
      status: 400,
      ...answer,
      headers: { 'x-amzn-requestid': 'r-1', ...('headers' in answer ? answer.headers : {}) },
    }));
    expect(await failure(read())).toMatchObject({
      name,
      message,
      $metadata: { httpStatusCode: 400, requestId: 'r-1' },
    });
    expect(received).toHaveLength(1);
  });

  it('that is not from AWS throws an error instead of returning an empty result', async () => {
    await setUpServer(() => ({ body: '<html>Welcome</html>' }));
    expect(await failure(read())).toMatchObject({ name: 'UnreadableResponseError' });
  });

  it('with a redirect does not send the signature to its target', async () => {
    const received = await setUpServer(() => ({
      status: 307,
      headers: { location: '/elsewhere' },
      body: '',
    }));
    expect(await failure(read())).toMatchObject({ name: 'UnknownError' });
    expect(received).toHaveLength(1);
  });
});

describe('a call', () => {
  it.each([
    ['RequestLimitExceeded', 400],
    ['ThrottlingException', 400],
    ['TooManyRequestsException', 400],
    ['ProvisionedThroughputExceededException', 400],
    ['RequestTimeout', 400],
    ['InternalServerError', 500],
    ['ServiceUnavailable', 503],
    ['NotImplemented', 501],
    ['AccessDeniedException', 400],
    ['ValidationException', 400],
    ['Anything', 429],
  ])('that ends with %s and %i is attempted as often as by the SDK', async (code, status) => {
    const server = await setUpAws(() => {
      throw new AwsError(code, 'no', status);
    });
    await failure(new SSMClient({}).send(new GetParameterCommand({ Name: 'a' })));
    const bySdk = server.calls.length;
    await failure(parameterStore().call('GetParameter', { Name: 'a' }));
    expect(server.calls.length - bySdk).toBe(bySdk);
  });

  it('that is throttled is retried for the patience, with a new signature each time', async () => {
    const busy = { status: 400, body: '{"__type":"ThrottlingException"}' };
    const received = await setUpServer((call) => (call < 20 ? busy : { body: '{}' }));
    expect(await read()).toEqual({});
    expect(received).toHaveLength(20);
  });

  it('is not retried without enough time', async () => {
    const received = await setUpServer(() => ({ status: 429, body: '' }));
    const patience = { ...NO_PAUSE, random: () => 1, remainingMilliseconds: () => 400 };
    expect(await failure(read(patience))).toMatchObject({ $metadata: { httpStatusCode: 429 } });
    expect(received).toHaveLength(1);
  });

  it('whose connection breaks is attempted three times, and its error contains no header', async () => {
    const received = await setUpServer(() => 'hang up');
    const error = await failure(read());
    expect(error).toMatchObject({ name: 'NoResponseError', $metadata: {} });
    expect(error?.message).toMatch(/^ssm:GetParameter has no response: \w+\.$/);
    expect(received).toHaveLength(3);
  });

  it('with credentials that cannot be sent does not show them', async () => {
    await setUpServer(() => ({ body: '{}' }));
    vi.stubEnv('AWS_SESSION_TOKEN', `${SESSION_TOKEN}\nX: y`);
    const error = await failure(read());
    expect(error).toMatchObject({ name: 'CredentialsUnusableError' });
    expect(`${error?.stack} ${JSON.stringify(error)} ${String(error?.cause)}`).not.toContain(SESSION_TOKEN);
  });
});

async function exchanged(): Promise<[Received]> {
  const [received] = await setUpServer(() => ({ body: '{}' })).then(async (all) => {
    await read();
    return all;
  });
  if (received === undefined) throw new Error('Nothing has been received.');
  return [received];
}

interface AnyOperations {
  readonly DoIt: Operation<{ Field: string }, object>;
}

function anyService(service: JsonServiceDescription): JsonService<AnyOperations> {
  return jsonService(service, NO_PAUSE);
}
