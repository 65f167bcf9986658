import type { ProjectSetting } from '../contract/environment.js';
import { AtlasError } from '../domain/model/errors/atlas-error.js';
import type { RateBudget } from '../domain/model/ports/atlas.js';
import type { ClockPort } from '../domain/model/ports/clock.js';
import { jsonOf, ShapeError } from './documented-response.js';
import type { HttpRequest, HttpResponse, Transport } from './http-transport.js';
import { NoResponseError } from './http-transport.js';
import type { CredentialHolder, Identity, IdentityStore } from './identity-store.js';
import { RateBudgets } from './rate-budgets.js';
import { errorOfNoResponse, errorOfResponse, errorOfShape } from './response-error.js';
import { withRetry } from './retry.js';

/** One operation on a project, without authentication. */
export interface ApiCall<Response> {
  readonly projectId: string;
  /** Description of the call for messages: `list the AWS endpoint services of project …`. */
  readonly operation: string;
  readonly method: HttpRequest['method'];
  /** Path below `/api/atlas/v2/groups/{projectId}`, with encoded parts. */
  readonly path: string;
  readonly body?: object;
  /**
   * For a DELETE: the request is not sent after this time, because the checks that it relies on are too old by then.
   */
  readonly sendBefore?: Date;
  /** Called before each attempt, the first one included; its error ends the call, or is waited for like one of Atlas. */
  readonly before?: (() => Promise<void>) | undefined;
  /** Version date of the API resource. Default: the version of all privateEndpoint operations. */
  readonly version?: string;
  /**
   * Parses the JSON of the response, which is undefined for an empty body.
   *
   * @throws ShapeError if the response does not have the documented shape
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

/** All privateEndpoint operations have this version only (official API description, 2026). */
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

  /** @throws AtlasError if the project is not configured, or its secret cannot be read or parsed */
  async holderOf(call: Pick<ApiCall<unknown>, 'projectId' | 'operation'>): Promise<CredentialHolder> {
    return (await this.options.identities.get(this.secretOf(call))).holder;
  }

  /** @throws AtlasError; of kind `unavailable` if the response does not have the documented shape */
  call<Response>(call: ApiCall<Response>): Promise<Response> {
    const { clock, random, remainingMilliseconds } = this.options;
    // The checks before a DELETE are valid for one request. A caller that wants another attempt checks again.
    if (call.method === 'DELETE') return this.once(call);
    // A PATCH here sets whole values, so it can be repeated. A POST may have created something; only a poll shows it.
    const idempotent = call.method !== 'POST';
    return withRetry({ idempotent, clock, random, remainingMilliseconds }, async () => {
      await call.before?.();
      return this.once(call);
    });
  }

  private async once<Response>(call: ApiCall<Response>): Promise<Response> {
    const response = await this.authenticated(call);
    const result = this.resultOf(call, response);
    // Other groups of API endpoints have their own token buckets.
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

  /** Reloads a refused identity once, because the secret may have been rotated since it was read. */
  private async authenticated(call: ApiCall<unknown>): Promise<HttpResponse> {
    const secretId = this.secretOf(call);
    const identity = await this.options.identities.get(secretId);
    const first = await this.attempt(identity, call);
    const renewed = isRefusal(first) ? await this.options.identities.renew(secretId, identity) : undefined;
    const last = renewed === undefined ? first : await this.attempt(renewed, call);
    if (last instanceof AtlasError) throw last;
    return last;
  }

  /** @returns an error instead of a response if the credentials were refused before the call itself was sent */
  private async attempt(
    { authentication }: Identity,
    call: ApiCall<unknown>,
  ): Promise<HttpResponse | AtlasError> {
    try {
      return await authentication.send(requestOf(call));
    } catch (error) {
      if (error instanceof NoResponseError)
        throw errorOfNoResponse(call.operation, this.options.baseUrl, error);
      // The token endpoint no longer knows the service account.
      if (error instanceof AtlasError && error.kind === 'authentication') return error;
      throw error;
    }
  }

  private secretOf({ projectId, operation }: Pick<ApiCall<unknown>, 'projectId' | 'operation'>): string {
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
 * Atlas returns 201 and 202 for writes where its description says 200 and 204. It has always returned 200 for reads:
 * any other 2xx means that a proxy has answered or has changed the response.
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
