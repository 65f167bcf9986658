import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Ec2Api } from './ec2/ec2-api.js';
import { LambdaApi } from './lambda/lambda-api.js';
import type { AwsCall, AwsResponse } from './protocol/aws-call.js';
import { AwsError } from './protocol/aws-error.js';
import { JsonApis } from './protocol/json-apis.js';
import { QueryApi } from './protocol/query-api.js';
import { StsApi } from './sts/sts-api.js';

/** Effect on a call when it arrives and before it is performed. `kill` ends the calling container. */
export interface AwsFault {
  readonly action: string;
  times: number;
  /** Number of calls of the action that are performed before. Default 0. */
  after?: number;
  readonly effect: AwsError | 'kill';
}

/** How the calls and responses of an API are written. */
interface Protocol {
  read(request: IncomingMessage, body: string): Pick<AwsCall, 'action' | 'input'>;
  reply(call: AwsCall, result: unknown): AwsResponse;
  refuse(error: AwsError, requestId: string): AwsResponse;
}

/** Performs a call; the result may be a promise. */
export type Perform = (call: AwsCall) => unknown;

export interface AwsServerOptions {
  /** @throws AwsError */
  readonly perform: Perform;
  readonly kill: (call: AwsCall) => void;
  /**
   * Returns the throttling error of the service, after the time that a throttled call takes; `no-response` for a call to
   * a service that does not answer; undefined for other calls.
   */
  readonly throttle?: (call: AwsCall) => Promise<AwsError | 'no-response' | undefined>;
  /** World time, milliseconds. */
  readonly now: () => number;
}

/**
 * All services on one address, in the protocols that the SDK clients use: form-encoded requests with XML responses
 * (EC2, STS), REST (Lambda), and JSON (the others).
 */
export class AwsServer {
  readonly faults: AwsFault[] = [];
  readonly calls: AwsCall[] = [];
  private readonly server: Server;

  constructor(private readonly options: AwsServerOptions) {
    this.server = createServer((request, response) => {
      void this.serve(request).then((reply) => {
        if (reply === undefined) return request.socket.destroy();
        // SDK clients correct their clock by this header, as with AWS. Here it has world time.
        const now = new Date(options.now()).toUTCString();
        response.writeHead(reply.status, {
          Date: now,
          'Content-Type': reply.contentType,
          ...reply.headers,
        });
        return response.end(reply.body);
      });
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Makes the server refuse this number of calls of the action. */
  refuse(action: string, code: string, message: string, times: number): void {
    this.faults.push({ action, times, effect: new AwsError(code, message) });
  }

  private async serve(request: IncomingMessage): Promise<AwsResponse | undefined> {
    const protocol = protocolOf(request);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const call = { requestId: randomUUID(), ...signatureOf(request), ...protocol.read(request, body) };
    this.calls.push(call);
    const response = await this.responseTo(call, protocol);
    return response && withRequestId(response, call);
  }

  private async responseTo(call: AwsCall, protocol: Protocol): Promise<AwsResponse | undefined> {
    try {
      if (this.effect(call)) return undefined;
      const throttled = await this.options.throttle?.(call);
      if (throttled === 'no-response') return undefined;
      if (throttled !== undefined) return protocol.refuse(throttled, call.requestId);
      return protocol.reply(call, await this.options.perform(call));
    } catch (error) {
      const refusal = error instanceof AwsError ? error : new AwsError('InternalFailure', String(error), 500);
      return protocol.refuse(refusal, call.requestId);
    }
  }

  /** @returns true if the calling container was ended */
  private effect(call: AwsCall): boolean {
    const fault = this.faults.find(({ action, times }) => action === call.action && times > 0);
    if (fault === undefined) return false;
    if ((fault.after ?? 0) > 0) {
      fault.after = (fault.after ?? 0) - 1;
      return false;
    }
    fault.times -= 1;
    if (fault.effect !== 'kill') throw fault.effect;
    this.options.kill(call);
    return true;
  }
}

function protocolOf(request: IncomingMessage): Protocol {
  if (request.headers['x-amz-target'] !== undefined) return JsonApis;
  if (LambdaApi.understands(request)) return LambdaApi;
  const { service } = signatureOf(request);
  if (service === 'sts') return StsApi;
  return service === 'ec2' || service === '' ? Ec2Api : new QueryApi(service);
}

/** All services send the header; SDK clients read the id from it. */
function withRequestId(response: AwsResponse, { requestId }: AwsCall): AwsResponse {
  return { ...response, headers: { ...response.headers, 'x-amzn-RequestId': requestId } };
}

/** Access key, Region and service of the signature. The signature itself is not verified. */
function signatureOf({ headers }: IncomingMessage) {
  const [, accessKeyId = '', scope = ''] =
    /Credential=([^/,]+)\/?([^,\s]*)/.exec(headers.authorization ?? '') ?? [];
  const [, region = '', service = ''] = scope.split('/');
  const token = headers['x-amz-security-token'];
  return { accessKeyId, region, service, sessionToken: token === undefined ? undefined : String(token) };
}
