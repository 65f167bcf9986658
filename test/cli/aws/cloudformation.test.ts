import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { cloudFormation } from '../../../cli/aws/cloudformation.js';
import { failureOf } from '../../../cli/errors/failure.js';

interface Seen {
  readonly authorization: string;
  readonly token: string | string[] | undefined;
  readonly body: string;
}

/** @returns what CloudFormation has received, and how the call ended */
async function ask(status: number, response: string, token?: string) {
  const seen: Seen[] = [];
  const server = createServer(async (request, reply) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { authorization = '', 'x-amz-security-token': header } = request.headers;
    seen.push({ authorization, token: header, body: Buffer.concat(chunks).toString() });
    reply.writeHead(status).end(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, token);
  try {
    return { seen, result: await outcome() };
  } finally {
    server.close();
  }
}

function use(url: string, token = ''): void {
  vi.stubEnv('AWS_ENDPOINT_URL', url);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'one');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'two');
  vi.stubEnv('AWS_SESSION_TOKEN', token);
}

/** Status, or what a person reads. */
async function outcome(): Promise<string | undefined> {
  try {
    return (await cloudFormation().call('DescribeOrganizationsAccess', { CallAs: 'SELF' })).Status;
  } catch (error) {
    return failureOf(error).message;
  }
}

afterEach(() => vi.unstubAllEnvs());

const answer = (status: string) =>
  `<DescribeOrganizationsAccessResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
  <DescribeOrganizationsAccessResult>
    <Status>${status}</Status>
  </DescribeOrganizationsAccessResult>
  <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>
</DescribeOrganizationsAccessResponse>`;

const refusal = (code: string, message: string) =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

describe('DescribeOrganizationsAccess', () => {
  it('is signed for CloudFormation in the Region, with the session token', async () => {
    const { seen, result } = await ask(200, answer('ENABLED'), 'three');
    expect(result).toBe('ENABLED');
    expect(seen).toHaveLength(1);
    expect(seen[0]?.body).toBe('Action=DescribeOrganizationsAccess&Version=2010-05-15&CallAs=SELF');
    expect(seen[0]?.authorization).toMatch(/Credential=one\/\d{8}\/eu-west-1\/cloudformation\/aws4_request/);
    expect(seen[0]?.token).toBe('three');
  });

  it.each<[string, number, string, string]>([
    [
      'a refusal by IAM',
      403,
      refusal('AccessDenied', 'User: &quot;a&quot; &amp; b is not authorized'),
      'AWS does not allow it: User: "a" & b is not authorized',
    ],
    [
      'a refusal by CloudFormation',
      400,
      refusal('ValidationError', 'You must be the management account'),
      'AWS responded ValidationError: You must be the management account',
    ],
    ['a page of a proxy', 502, '<html><p>Bad gateway', 'AWS responded UnknownError: HTTP status 502.'],
  ])('tells %s', async (_, status, response, message) => {
    expect((await ask(status, response)).result).toBe(message);
  });

  it('that names no status has none', async () => {
    expect((await ask(200, '<html>Sign in</html>')).result).toBeUndefined();
  });

  it('that nobody takes says that AWS does not respond', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    use(`http://127.0.0.1:${port}`);
    expect(await outcome()).toMatch(/^AWS does not respond/);
  });
});
