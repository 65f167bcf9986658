import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AccessTokens } from './access-tokens.js';
import { ApiError, envelope } from './api-error.js';
import { AtlasWorld } from './atlas-world.js';
import { AuthFilter, type KnockingRequest, UnauthorizedError } from './auth-filter.js';
import { machineClock, type WorldClock } from './clock.js';
import { DigestVerifier, type NonceRules } from './digest-verifier.js';
import { type Fault, type FaultEffect, Faults, type WireResponse } from './faults.js';
import { Identities } from './identities.js';
import { Journal } from './journal.js';
import { mediaType, negotiate, requireDatedBody } from './media-type.js';
import { ResponseHistory } from './response-history.js';
import { ROUTES, type Route } from './routes.js';
import { DEFAULT_TIMINGS, type Timings } from './timings.js';
import { PRIVATE_ENDPOINT_LIMIT, type RateLimit, TokenBuckets } from './token-bucket.js';

export interface AtlasServerOptions extends NonceRules {
  readonly clock?: WorldClock;
  readonly timings?: Partial<Timings>;
  readonly rateLimit?: RateLimit;
  /** Live access tokens of a service account. Default 100. */
  readonly maxLiveTokens?: number;
  /** Body of a 401: recorded without and with an error code, and empty. Default `plain`. */
  readonly challengeBody?: 'plain' | 'with-code' | 'empty';
}

interface Response extends WireResponse {
  readonly identity?: string | undefined;
}

const PREFIX = /^\/api\/atlas\/v2\/groups\/([^/?]+)(\/[^?]*)?$/;

/** A simulator of the Atlas Admin API v2 on loopback, for any Atlas client. */
export class AtlasServer {
  readonly identities = new Identities();
  readonly journal = new Journal();
  readonly faults = new Faults();
  readonly world: AtlasWorld;
  readonly tokens: AccessTokens;
  readonly buckets: TokenBuckets;
  private readonly clock: WorldClock;
  private readonly digest: DigestVerifier;
  private readonly authFilter: AuthFilter;
  private readonly server: Server;
  private readonly history = new ResponseHistory();

  constructor(private readonly options: AtlasServerOptions = {}) {
    this.clock = options.clock ?? machineClock;
    const timings = { ...DEFAULT_TIMINGS, ...options.timings };
    this.world = new AtlasWorld(timings, this.clock);
    this.tokens = new AccessTokens(this.identities, this.clock, options.maxLiveTokens);
    this.buckets = new TokenBuckets(options.rateLimit ?? PRIVATE_ENDPOINT_LIMIT, this.clock);
    this.digest = new DigestVerifier(this.identities, this.clock, timings.nonceSeconds, options);
    this.authFilter = new AuthFilter(this.digest, this.tokens);
    this.server = createServer((request, response) => {
      // A client that hangs up in the middle of its request ends this exchange, not the server.
      this.serve(request, response).catch(() => request.socket.destroy());
    });
  }

  /** @throws Error where the port is not free */
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
    // A challenge is no effect: the fault waits for the request that is let in.
    if (carriedOut.status === 401) {
      this.faults.giveBack(fault);
      return carriedOut;
    }
    fault.meanwhile?.();
    return effect.kind === 'alter' ? effect.alter(carriedOut) : faultResponse(effect);
  }

  /** A cache answers before anybody asks who asks. */
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
    if (path.startsWith('/api/oauth/')) return this.oauth(path, request.headers.authorization ?? '', body);
    const [, projectId = '', rest = ''] = PREFIX.exec(path) ?? [];
    const knocking: KnockingRequest = {
      method: request.method ?? '',
      target,
      authorization: request.headers.authorization ?? '',
      address: request.socket.remoteAddress ?? '',
    };
    const eligible = this.authFilter.identify(knocking);
    const project = this.world.projects.get(projectId);
    if (project === undefined)
      throw new ApiError(404, 'GROUP_NOT_FOUND', `No group with ID ${projectId} exists.`, [projectId]);
    this.authFilter.authorize(eligible, knocking, projectId);
    const { route, parameters } = findRoute(knocking.method, rest);
    const version = negotiate(request.headers.accept ?? '', route.versions);
    if (body !== '') requireDatedBody(request.headers['content-type'] ?? '');
    const headers = route.limited ? this.buckets.take(projectId, path) : {};
    this.world.settle();
    const { status, body: json } = route.reply({
      world: this.world,
      project,
      now: this.clock.now(),
      parameters,
      query: new URL(target, 'http://atlas').searchParams,
      body: parseBody(body),
    });
    return {
      status,
      headers: { 'Content-Type': mediaType(version), ...headers },
      body: JSON.stringify(json),
      identity: eligible.identity,
    };
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

  /** The next signed requests, however fresh their nonce: `stale=true`, as RFC 7616 has it and Atlas may. */
  refuseNonces(times: number): void {
    this.digest.refusals = times;
  }

  get refusedNonces(): number {
    return this.digest.refused;
  }

  private challenge(isStale: boolean): Response {
    const plain = { error: 401, reason: 'Unauthorized', detail: 'You are not authorized for this resource.' };
    const bodies = {
      plain: JSON.stringify(plain),
      'with-code': JSON.stringify({ ...plain, errorCode: 'UNEXPECTED_ERROR' }),
      empty: '',
    };
    return {
      status: 401,
      headers: { 'Content-Type': 'application/json', 'WWW-Authenticate': this.digest.challenge(isStale) },
      body: bodies[this.options.challengeBody ?? 'plain'],
    };
  }
}

/** @throws ApiError 404 for an unknown path, 405 with nothing but a code for an unknown method */
function findRoute(method: string, path: string): { route: Route; parameters: string[] } {
  const found = ROUTES.filter((route) => route.path.test(path));
  if (found.length === 0)
    throw new ApiError(404, 'RESOURCE_NOT_FOUND', `Cannot find resource ${path}.`, [path]);
  const route = found.find((candidate) => candidate.method === method);
  if (route === undefined) throw new ApiError(405, 'METHOD_NOT_ALLOWED', '', []);
  const parameters = (route.path.exec(path) ?? []).slice(1).map((part) => decoded(part, path));
  return { route, parameters };
}

/** @throws ApiError 400 for an encoding that is none */
function decoded(part: string, path: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    const detail = `One or more path parameter in the request URI ${path} is malformed.`;
    throw new ApiError(400, 'PATH_PARAM_PARSE_ERROR', detail, [path]);
  }
}

/** A defect of the simulator looks like one of Atlas's, and the next request is served. */
function unexpected(error: unknown): ApiError {
  return new ApiError(500, 'UNEXPECTED_ERROR', `Unexpected error: ${String(error)}`, []);
}

function errorResponse(error: ApiError): Response {
  const headers = { 'Content-Type': 'application/json', 'X-Error-Code': error.errorCode, ...error.headers };
  return { status: error.status, headers, body: envelope(error) };
}

function endpointIdOf(body: string): string | undefined {
  return /"id":"(vpce-[^"]+)"/.exec(body)?.[1];
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function parseBody(body: string): Readonly<Record<string, unknown>> {
  if (body === '') return {};
  try {
    return Object(JSON.parse(body)) as Readonly<Record<string, unknown>>;
  } catch {
    throw new ApiError(400, 'MALFORMED_JSON', 'Received JSON is malformed.', []);
  }
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
