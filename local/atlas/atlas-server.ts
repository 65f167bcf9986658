import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AccessTokens } from './access-tokens.js';
import { AdminApi, type Response } from './admin-api.js';
import { ApiError, envelope } from './api-error.js';
import { AtlasWorld, type LastLinkRule } from './atlas-world.js';
import { AuthFilter, UnauthorizedError } from './auth-filter.js';
import { machineClock, type WorldClock } from './clock.js';
import { DigestVerifier, type NonceRules } from './digest-verifier.js';
import { type Fault, type FaultEffect, Faults } from './faults.js';
import { Identities } from './identities.js';
import { Journal } from './journal.js';
import { ResponseHistory } from './response-history.js';
import { DEFAULT_TIMINGS, type Timings } from './timings.js';
import {
  CLUSTER_LIMIT,
  DATA_FEDERATION_LIMIT,
  PRIVATE_ENDPOINT_LIMIT,
  PROJECT_LIMIT,
  type RateLimit,
  TokenBuckets,
} from './token-bucket.js';

export interface AtlasServerOptions extends NonceRules {
  readonly clock?: WorldClock;
  readonly timings?: Partial<Timings>;
  readonly rateLimit?: RateLimit;
  /** Maximum number of valid access tokens of a service account. Default: 100. */
  readonly maxLiveTokens?: number;
  /** Rule for all cloud providers. Default: `always` on AWS, `never` elsewhere. */
  readonly lastLinkTakesService?: LastLinkRule;
  /** Body of a 401 response. It has been recorded with and without an error code, and empty. Default: `plain`. */
  readonly challengeBody?: 'plain' | 'with-code' | 'empty';
}

/** A simulator of the Atlas Admin API (v2 and v1.0) on loopback, for any Atlas client. */
export class AtlasServer {
  readonly identities = new Identities();
  readonly journal = new Journal();
  readonly faults = new Faults();
  readonly world: AtlasWorld;
  readonly tokens: AccessTokens;
  /** Token buckets of the private endpoint operations. */
  readonly buckets: TokenBuckets;
  private readonly clock: WorldClock;
  private readonly digest: DigestVerifier;
  private readonly api: AdminApi;
  private readonly server: Server;
  private readonly history = new ResponseHistory();

  constructor(private readonly options: AtlasServerOptions = {}) {
    this.clock = options.clock ?? machineClock;
    const timings = { ...DEFAULT_TIMINGS, ...options.timings };
    this.world = new AtlasWorld(timings, this.clock);
    const rule = options.lastLinkTakesService;
    if (rule !== undefined) this.world.lastLinkTakesService = { AWS: rule, AZURE: rule, GCP: rule };
    this.tokens = new AccessTokens(this.identities, this.clock, options.maxLiveTokens);
    this.buckets = new TokenBuckets(options.rateLimit ?? PRIVATE_ENDPOINT_LIMIT, this.clock);
    this.digest = new DigestVerifier(this.identities, this.clock, timings.nonceSeconds, options);
    this.api = new AdminApi({
      world: this.world,
      clock: this.clock,
      authFilter: new AuthFilter(this.digest, this.tokens, this.world),
      identities: this.identities,
      buckets: {
        'private-endpoints': this.buckets,
        'data-federation': new TokenBuckets(DATA_FEDERATION_LIMIT, this.clock),
        projects: new TokenBuckets(PROJECT_LIMIT, this.clock),
        clusters: new TokenBuckets(CLUSTER_LIMIT, this.clock),
      },
    });
    this.server = createServer((request, response) => {
      // A client that closes the connection during its request ends this exchange only.
      this.serve(request, response).catch(() => request.socket.destroy());
    });
  }

  /** @throws Error if the port is in use */
  async start(port = 0): Promise<this> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [method = '', target = ''] = [request.method, request.url];
    const body = await read(request);
    const fault = this.faults.next(method, target, this.clock.now());
    const reply = fault === undefined ? this.reply(request, body) : this.struck(fault, request, body);
    this.journal.add({
      at: this.clock.now(),
      method,
      path: target,
      status: typeof reply === 'string' ? 0 : reply.status,
      identity: typeof reply === 'string' ? undefined : reply.identity,
      endpointId: endpointIdOf(body),
    });
    if (reply === 'hang') return;
    if (reply === 'drop') {
      request.socket.destroy();
      return;
    }
    response.writeHead(reply.status, {
      ...reply.headers,
      'Content-Length': Buffer.byteLength(reply.body),
    });
    response.end(reply.body);
  }

  private struck(fault: Fault, request: IncomingMessage, body: string): Response | 'drop' | 'hang' {
    const { effect } = fault;
    if (effect.kind === 'replay') return this.replay(fault, request, body);
    if (fault.afterEffect !== true && effect.kind !== 'alter') {
      fault.meanwhile?.();
      return faultResponse(effect);
    }
    const carriedOut = this.reply(request, body);
    // A challenge is not the effect of a request, so the fault applies to the authenticated request that follows.
    if (carriedOut.status === 401) {
      this.faults.giveBack(fault);
      return carriedOut;
    }
    fault.meanwhile?.();
    return effect.kind === 'alter' ? effect.alter(carriedOut) : faultResponse(effect);
  }

  /** A cache responds before authentication. */
  private replay(fault: Fault, request: IncomingMessage, body: string): Response {
    const current = this.reply(request, body);
    const previous = request.method === 'GET' ? this.history.before(request.url ?? '', current) : undefined;
    if (previous === undefined) this.faults.giveBack(fault);
    return previous ?? current;
  }

  private reply(request: IncomingMessage, body: string): Response {
    try {
      const reply = this.dispatch(request, body);
      if (request.method === 'GET') this.history.note(request.url ?? '', reply);
      return reply;
    } catch (error) {
      if (error instanceof UnauthorizedError) return this.challenge(error.isStale);
      return errorResponse(error instanceof ApiError ? error : unexpected(error));
    }
  }

  private dispatch(request: IncomingMessage, body: string): Response {
    const target = request.url ?? '';
    const path = target.replace(/\?.*$/, '');
    const authorization = request.headers.authorization ?? '';
    if (path.startsWith('/api/oauth/')) return this.oauth(path, authorization, body);
    return this.api.reply({
      method: request.method ?? '',
      target,
      path,
      baseUrl: this.url,
      authorization,
      address: request.socket.remoteAddress ?? '',
      accept: request.headers.accept ?? '',
      contentType: request.headers['content-type'] ?? '',
      body,
    });
  }

  private oauth(path: string, authorization: string, body: string): Response {
    const headers = { 'Content-Type': 'application/json' };
    try {
      if (path === '/api/oauth/revoke') {
        this.tokens.revoke(authorization, body);
        return { status: 200, headers, body: '' };
      }
      return { status: 200, headers, body: JSON.stringify(this.tokens.issue(authorization, body)) };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const oauthError = { error: error.errorCode, error_description: error.detail };
      return { status: error.status, headers, body: JSON.stringify(oauthError) };
    }
  }

  /**
   * Refuses the next signed requests with `stale=true`, even if their nonces are new. RFC 7616 allows this, and
   * Atlas may do it.
   */
  refuseNonces(times: number): void {
    this.digest.refusals = times;
  }

  get refusedNonces(): number {
    return this.digest.refused;
  }

  private challenge(isStale: boolean): Response {
    const body = challengeBody(this.options.challengeBody ?? 'plain');
    return {
      status: 401,
      headers: {
        ...(body === '' ? {} : { 'Content-Type': 'application/json' }),
        'WWW-Authenticate': this.digest.challenge(isStale),
      },
      body,
    };
  }
}

/** The recorded bodies, character by character. Only the position of the error code is a guess. */
function challengeBody(kind: 'plain' | 'with-code' | 'empty'): string {
  const fields = [
    '"error" : 401',
    '"reason" : "Unauthorized"',
    '"detail" : "You are not authorized for this resource."',
    ...(kind === 'with-code' ? ['"errorCode" : "UNEXPECTED_ERROR"'] : []),
  ];
  return kind === 'empty' ? '' : `{\n  ${fields.join(',\n  ')}\n}`;
}

/** An error of the simulator is reported like one of Atlas, so that the server continues. */
function unexpected(error: unknown): ApiError {
  return new ApiError(500, 'UNEXPECTED_ERROR', `Unexpected error: ${String(error)}`, []);
}

function errorResponse(error: ApiError): Response {
  const headers = { 'Content-Type': 'application/json', 'X-Error-Code': error.errorCode, ...error.headers };
  return { status: error.status, headers, body: envelope(error) };
}

function endpointIdOf(body: string): string | undefined {
  return /"(?:id|endpointId)":"(vpce-[^"]+)"/.exec(body)?.[1];
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function faultResponse(
  effect: Exclude<FaultEffect, { kind: 'alter' | 'replay' }>,
): Response | 'drop' | 'hang' {
  if (effect.kind !== 'response') return effect.kind;
  return {
    status: effect.status,
    headers: { 'Content-Type': 'application/json', ...effect.headers },
    body: effect.body ?? '',
  };
}
