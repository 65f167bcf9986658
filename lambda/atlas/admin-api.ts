import type { ProjectSetting } from '../contract/environment.js';
import { AtlasError } from '../domain/model/errors/atlas-error.js';
import type { RateBudget } from '../domain/model/ports/atlas.js';
import type { ClockPort } from '../domain/model/ports/clock.js';
import { jsonOf, ShapeError } from './documented-response.js';
import type { HttpRequest, HttpResponse, Transport } from './http-transport.js';
import { NoResponseError } from './http-transport.js';
import type { Identity, IdentityStore } from './identity-store.js';
import { RateBudgets } from './rate-budgets.js';
import { errorOfNoResponse, errorOfResponse, errorOfShape } from './response-error.js';
import { withRetry } from './retry.js';

/** One operation on a project, before it is authenticated. */
export interface ApiCall<Response> {
  readonly projectId: string;
  /** For people: `list the AWS endpoint services of project …`. */
  readonly operation: string;
  readonly method: HttpRequest['method'];
  /** Below `/api/atlas/v2/groups/{projectId}`, its parts encoded. */
  readonly path: string;
  readonly body?: object;
  /** Of a DELETE: what it rests on is too old from then on. */
  readonly sendBefore?: Date;
  /** Date of the resource's version. Default: that of all privateEndpoint operations. */
  readonly version?: string;
  /**
   * Makes something of the response's JSON; undefined for an empty body.
   *
   * @throws ShapeError where that is not what Atlas documents
   */
  readonly read: (response: unknown) => Response;
}

export interface AdminApiOptions {
  readonly baseUrl: string;
  readonly projects: readonly ProjectSetting[];
  readonly identities: IdentityStore;
  readonly transport: Transport;
  readonly clock: ClockPort;
  readonly random: () => number;
  readonly remainingMilliseconds: () => number;
}

/** All privateEndpoint operations have this one version (official API description, 2026). */
const PRIVATE_ENDPOINT_VERSION = '2023-01-01';

/** Authenticated, retried, typed calls to the Atlas Admin API v2. */
export class AdminApi {
  private readonly budgets: RateBudgets;

  constructor(private readonly options: AdminApiOptions) {
    this.budgets = new RateBudgets(options.clock);
  }

  budgetOf(projectId: string): RateBudget | undefined {
    return this.budgets.of(projectId);
  }

  /** @throws AtlasError; a response of another shape than documented is one of kind `unavailable` */
  call<Response>(call: ApiCall<Response>): Promise<Response> {
    const { clock, random, remainingMilliseconds } = this.options;
    // What a DELETE rests on is good for one: whoever wants another one checks again.
    if (call.method === 'DELETE') return this.once(call);
    // Our PATCHes set whole values; a POST may have made something, and only a poll tells.
    const idempotent = call.method !== 'POST';
    return withRetry({ idempotent, clock, random, remainingMilliseconds }, () => this.once(call));
  }

  private async once<Response>(call: ApiCall<Response>): Promise<Response> {
    const response = await this.authenticated(call);
    const result = this.resultOf(call, response);
    // Other endpoint sets have buckets of their own.
    if (call.path.startsWith('/privateEndpoint')) this.budgets.note(call.projectId, response.headers);
    if (result instanceof AtlasError) throw result;
    return result.read;
  }

  private resultOf<Response>(
    call: ApiCall<Response>,
    response: HttpResponse,
  ): { readonly read: Response } | AtlasError {
    if (!isSuccess(call.method, response.status))
      return errorOfResponse(call.operation, response, this.options.clock.now());
    try {
      return { read: call.read(jsonOf(response.text)) };
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      return errorOfShape(call.operation, error, response.status);
    }
  }

  /** A refused identity is renewed once: the secret may have been rotated since it was read. */
  private async authenticated(call: ApiCall<unknown>): Promise<HttpResponse> {
    const secretId = this.secretOf(call);
    const identity = await this.options.identities.get(secretId);
    const first = await this.attempt(identity, call);
    const renewed = isRefusal(first) ? await this.options.identities.renew(secretId, identity) : undefined;
    const last = renewed === undefined ? first : await this.attempt(renewed, call);
    if (last instanceof AtlasError) throw last;
    return last;
  }

  /** @returns an error instead of a response where the credentials were refused before the call itself was made */
  private async attempt(
    { authentication }: Identity,
    call: ApiCall<unknown>,
  ): Promise<HttpResponse | AtlasError> {
    try {
      return await authentication.send(requestOf(call));
    } catch (error) {
      if (error instanceof NoResponseError)
        throw errorOfNoResponse(call.operation, this.options.baseUrl, error);
      // The token endpoint does not know the service account any more.
      if (error instanceof AtlasError && error.kind === 'authentication') return error;
      throw error;
    }
  }

  private secretOf({ projectId, operation }: ApiCall<unknown>): string {
    const setting = this.options.projects.find((project) => project.projectId === projectId);
    if (setting !== undefined) return setting.secretId;
    throw new AtlasError(`Project ${projectId} is not one of the configured projects.`, {
      kind: 'invalid',
      operation,
      code: 'PROJECT_NOT_CONFIGURED',
      advice: 'Add the project to the stack.',
    });
  }
}

/**
 * Atlas responds writes with 201 and 202 where its description says 200 and 204. A read has always been 200: any other
 * 2xx says that something between has answered, or has changed the response.
 */
function isSuccess(method: HttpRequest['method'], status: number): boolean {
  return method === 'GET' ? status === 200 : status >= 200 && status <= 299;
}

function isRefusal(outcome: HttpResponse | AtlasError): boolean {
  return outcome instanceof AtlasError || outcome.status === 401;
}

function requestOf(call: ApiCall<unknown>): HttpRequest {
  const body = call.body === undefined ? undefined : JSON.stringify(call.body);
  const mediaType = `application/vnd.atlas.${call.version ?? PRIVATE_ENDPOINT_VERSION}+json`;
  return {
    operation: call.operation,
    method: call.method,
    path: `/api/atlas/v2/groups/${encodeURIComponent(call.projectId)}${call.path}`,
    headers: { Accept: mediaType, ...(body === undefined ? {} : { 'Content-Type': mediaType }) },
    body,
    sendBefore: call.sendBefore,
  };
}
