import { randomUUID } from 'node:crypto';
import type { WorldTime } from '../../time/world-time.js';
import type { LambdaFunctions } from '../lambda/lambda-functions.js';
import type { ReceivedResponse, ResponseServer } from './response-server.js';
import type { LiveResource, Resource, StackTemplate } from './stack-template.js';

type Properties = Readonly<Record<string, unknown>>;

/** A resource in its current state in the stack. */
interface Standing {
  readonly type: string;
  readonly physicalId: string;
  readonly attributes: LiveResource['attributes'];
  readonly properties: Properties;
  readonly retain: boolean;
}

/** Creates, replaces and deletes the resources that are not custom resources. */
export interface NativeResources {
  create(resource: Resource): LiveResource | undefined;
  /** Creates a replacement for a resource, which is retained until the clean-up. */
  replace(resource: Resource): LiveResource | undefined;
  delete(resource: Pick<Resource, 'logicalId' | 'type'>, physicalId: string): void;
}

/** A request of the custom-resource protocol, reduced to the fields that tests check. */
export interface SentRequest {
  readonly RequestType: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly ResourceProperties: Properties;
}

/** An event of the stack. */
export interface StackEvent {
  readonly logicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason: string;
}

export interface StackPlayerOptions {
  readonly time: WorldTime;
  readonly functions: LambdaFunctions;
  readonly responses: ResponseServer;
  readonly natives: NativeResources;
}

export interface StackOutcome {
  readonly status: 'COMPLETE' | 'ROLLED_BACK' | 'FAILED';
  /** Reason of the first failure. */
  readonly reason: string;
}

/** Name of the simulated stack. */
export const PLAYED_STACK = 'Declared';

const SERVICE_TIMEOUT_SECONDS = 3600;
/** Time from a cancelled create to its Delete, as observed in the events of a stack. */
const CANCEL_SECONDS = 2;

/**
 * Simulates CloudFormation for one stack: it sends requests over the real protocol in the order of the dependencies,
 * cleans up after replacements, and rolls back after failures.
 */
export class StackPlayer {
  private readonly standing = new Map<string, Standing>();
  /** Requests without a response within the timeout. */
  readonly unanswered: string[] = [];
  /** All requests that were sent, each listed once. */
  readonly requests: SentRequest[] = [];
  /** Number of deliveries of each request. */
  deliveries = 1;
  /**
   * Whether a response that arrives between the cancellation and the next request about the resource is used. AWS's
   * behaviour has not been observed, so a stack must work in both cases.
   */
  takesLateResponses = false;
  /**
   * Whether a rollback sends an Update with the old physical id of a replaced resource before the replacement is
   * deleted. This is not documented, so a stack must work in both cases.
   */
  updatesReplaced = false;
  private isCancelled = false;
  private isRollingBack = false;
  private interrupt: (() => void) | undefined;
  /** Called at the start and the end of each custom resource's operation. */
  onEvent: (event: StackEvent) => void = () => undefined;

  constructor(private readonly options: StackPlayerOptions) {}

  /** Attributes of a custom resource from its last response. */
  attributesOf(template: StackTemplate, logicalId: string): LiveResource['attributes'] {
    return template.live.get(logicalId)?.attributes ?? {};
  }

  async create(template: StackTemplate): Promise<StackOutcome> {
    this.isCancelled = false;
    const made: string[] = [];
    for (const resource of inOrder(template)) {
      const failure = await this.make(template, resource);
      made.push(resource.logicalId);
      if (failure === undefined) continue;
      const status = await this.removeAll(made.reverse());
      return { status: status === undefined ? 'ROLLED_BACK' : 'FAILED', reason: failure };
    }
    return { status: 'COMPLETE', reason: '' };
  }

  async update(template: StackTemplate): Promise<StackOutcome> {
    this.isCancelled = false;
    const before = new Map(this.standing);
    const replaced: [string, Standing][] = [];
    for (const resource of inOrder(template)) {
      const old = before.get(resource.logicalId);
      const failure =
        old === undefined
          ? await this.make(template, resource)
          : await this.change(template, resource, old, replaced);
      if (failure === undefined) continue;
      this.isRollingBack = true;
      const failureOnTheWayBack = await this.rollBack(before);
      this.isRollingBack = false;
      return failureOnTheWayBack === undefined
        ? { status: 'ROLLED_BACK', reason: failure }
        : { status: 'FAILED', reason: `${failure} The rollback failed: ${failureOnTheWayBack}` };
    }
    return this.cleanUp(template, before, replaced);
  }

  /**
   * Simulates the failure of another resource, or a user who cancels the update or deletes the stack. CloudFormation
   * does not wait for the resource in progress, and rolls back within seconds. CancelUpdateStack is refused after a
   * rollback has begun.
   */
  cancel(): void {
    if (this.isRollingBack) return;
    this.isCancelled = true;
    this.interrupt?.();
  }

  async delete(): Promise<StackOutcome> {
    const failure = await this.removeAll([...this.standing.keys()].reverse());
    return failure === undefined ? { status: 'COMPLETE', reason: '' } : { status: 'FAILED', reason: failure };
  }

  /** @returns the reason of the failure; undefined after success */
  private async make(template: StackTemplate, resource: Resource): Promise<string | undefined> {
    const { logicalId, type } = resource;
    if (!type.startsWith('Custom::')) {
      const live = this.options.natives.create(resource);
      if (live !== undefined) this.keep(template, resource, live);
      return undefined;
    }
    const properties = asTexts(resource.properties) as Properties;
    const reply = await this.ask('Create', resource, { ResourceProperties: properties });
    if (reply === undefined) {
      // CloudFormation generates the physical id that the following Delete contains.
      this.keep(template, resource, { physicalId: madeUpId(logicalId), attributes: {} });
      return `${logicalId} did not respond in time`;
    }
    this.keep(template, resource, { physicalId: reply.physicalId, attributes: reply.data });
    return reply.status === 'SUCCESS' ? undefined : reply.reason;
  }

  private async change(
    template: StackTemplate,
    resource: Resource,
    old: Standing,
    replaced: [string, Standing][],
  ): Promise<string | undefined> {
    const properties = asTexts(resource.properties) as Properties;
    if (!resource.type.startsWith('Custom::')) {
      this.changeNative(template, resource, old, replaced);
      return undefined;
    }
    const reply = await this.ask('Update', resource, {
      PhysicalResourceId: old.physicalId,
      ResourceProperties: properties,
      OldResourceProperties: old.properties,
    });
    if (reply?.status !== 'SUCCESS') {
      // The resource may be partly changed, so the rollback begins with an Update of this resource.
      const physicalId = reply?.physicalId ?? old.physicalId;
      this.standing.set(resource.logicalId, { ...old, physicalId, properties });
      return reply === undefined ? `${resource.logicalId} did not respond in time` : reply.reason;
    }
    this.keep(template, resource, { physicalId: reply.physicalId, attributes: reply.data });
    if (reply.physicalId !== old.physicalId) replaced.push([resource.logicalId, old]);
    return undefined;
  }

  /** Properties of a VPC endpoint cannot be updated here: a changed one causes a replacement. */
  private changeNative(
    template: StackTemplate,
    resource: Resource,
    old: Standing,
    replaced: [string, Standing][],
  ): void {
    const isSame = JSON.stringify(asTexts(resource.properties)) === JSON.stringify(old.properties);
    const live = isSame
      ? { physicalId: old.physicalId, attributes: old.attributes }
      : this.options.natives.replace(resource);
    if (live === undefined) return;
    this.keep(template, resource, live);
    if (!isSame) replaced.push([resource.logicalId, old]);
  }

  private keep(template: StackTemplate, resource: Resource, live: LiveResource): void {
    template.live.set(resource.logicalId, live);
    this.standing.set(resource.logicalId, {
      type: resource.type,
      physicalId: live.physicalId,
      attributes: live.attributes,
      properties: asTexts(resource.properties) as Properties,
      retain: template.retains(resource.logicalId),
    });
  }

  /** After a successful update, deletes the replaced resources, and then those that the template no longer contains. */
  private async cleanUp(
    template: StackTemplate,
    before: ReadonlyMap<string, Standing>,
    replaced: readonly [string, Standing][],
  ): Promise<StackOutcome> {
    const retained = new Set(template.resources.map(({ logicalId }) => logicalId));
    const deleted = [...before.keys()].filter((logicalId) => !retained.has(logicalId));
    for (const [logicalId, old] of [...replaced].reverse()) await this.deleteOne(logicalId, old);
    const failure = await this.removeAll(deleted.reverse());
    // CloudFormation completes an update even if its clean-up failed.
    return { status: 'COMPLETE', reason: failure ?? '' };
  }

  /**
   * Restores the earlier properties, and then deletes new resources and replacements.
   *
   * @returns the reason of the first failure
   */
  private async rollBack(before: ReadonlyMap<string, Standing>): Promise<string | undefined> {
    const surplus: [string, Standing][] = [];
    const failures: (string | undefined)[] = [];
    for (const [logicalId, now] of [...this.standing].reverse()) {
      const old = before.get(logicalId);
      if (old === undefined || old.physicalId !== now.physicalId) {
        surplus.push([logicalId, now]);
        if (old !== undefined && this.updatesReplaced && old.type.startsWith('Custom::'))
          failures.push(
            await this.changeBack(logicalId, { ...now, physicalId: old.physicalId }, old, surplus),
          );
      } else if (JSON.stringify(old.properties) !== JSON.stringify(now.properties))
        failures.push(await this.changeBack(logicalId, now, old, surplus));
    }
    for (const [logicalId, now] of surplus) {
      failures.push(await this.deleteOne(logicalId, now));
      const old = before.get(logicalId);
      if (old === undefined) this.standing.delete(logicalId);
      else if (this.standing.get(logicalId) === now) this.standing.set(logicalId, old);
    }
    return failures.find((failure) => failure !== undefined);
  }

  /** If the response contains another physical id, it is a replacement, and the previous resource is deleted. */
  private async changeBack(
    logicalId: string,
    now: Standing,
    old: Standing,
    surplus: [string, Standing][],
  ): Promise<string | undefined> {
    if (!old.type.startsWith('Custom::')) {
      this.standing.set(logicalId, old);
      return undefined;
    }
    const reply = await this.ask(
      'Update',
      { logicalId, type: old.type },
      {
        PhysicalResourceId: now.physicalId,
        ResourceProperties: old.properties,
        OldResourceProperties: now.properties,
      },
    );
    if (reply === undefined) return `${logicalId} did not respond in time`;
    if (reply.status === 'FAILED') return reply.reason;
    this.standing.set(logicalId, { ...old, physicalId: reply.physicalId });
    if (reply.physicalId !== now.physicalId) surplus.push([logicalId, now]);
    return undefined;
  }

  private async removeAll(logicalIds: readonly string[]): Promise<string | undefined> {
    for (const logicalId of logicalIds) {
      const standing = this.standing.get(logicalId);
      if (standing === undefined) continue;
      const failure = await this.deleteOne(logicalId, standing);
      if (failure !== undefined) return failure;
      this.standing.delete(logicalId);
    }
    return undefined;
  }

  private async deleteOne(logicalId: string, standing: Standing): Promise<string | undefined> {
    if (standing.retain) return undefined;
    if (!standing.type.startsWith('Custom::')) {
      this.options.natives.delete({ logicalId, type: standing.type }, standing.physicalId);
      return undefined;
    }
    const reply = await this.ask(
      'Delete',
      { logicalId, type: standing.type },
      {
        PhysicalResourceId: standing.physicalId,
        ResourceProperties: standing.properties,
      },
    );
    if (reply === undefined) return `${logicalId} did not respond in time`;
    return reply.status === 'SUCCESS' ? undefined : reply.reason;
  }

  private ask(
    requestType: string,
    { logicalId, type }: { readonly logicalId: string; readonly type: string },
    fields: { readonly ResourceProperties: Properties } & Properties,
  ): Promise<ReceivedResponse | undefined> {
    const { responses, functions, time } = this.options;
    const requestId = randomUUID();
    const request = {
      RequestType: requestType,
      ResponseURL: responses.urlFor(requestId, time.now()),
      StackId: `arn:aws:cloudformation:eu-west-1:111122223333:stack/${PLAYED_STACK}/1`,
      RequestId: requestId,
      LogicalResourceId: logicalId,
      ResourceType: type,
      ...fields,
    };
    this.requests.push(request);
    const serviceToken = String(fields.ResourceProperties.ServiceToken);
    const report = (status: string, reason = '') =>
      this.onEvent({ logicalId, type, status: `${requestType.toUpperCase()}_${status}`, reason });
    report('IN_PROGRESS');
    return new Promise((resolve) => {
      let late: ReceivedResponse | undefined;
      this.interrupt = () => {
        if (!this.isCancelled || requestType === 'Delete') return;
        this.isCancelled = false;
        this.interrupt = undefined;
        timeout.cancel();
        report('FAILED', 'Resource operation cancelled');
        const physicalId = String(fields.PhysicalResourceId ?? madeUpId(logicalId));
        const reason = 'Resource operation cancelled';
        const cancelled = { status: 'FAILED' as const, reason, physicalId, requestId, data: {} };
        responses.onResponse(requestId, (reply) => {
          late = reply;
        });
        time.after(CANCEL_SECONDS, () => {
          const known = this.takesLateResponses ? late?.physicalId : undefined;
          resolve({ ...cancelled, physicalId: known ?? physicalId });
        });
      };
      const timeout = time.after(SERVICE_TIMEOUT_SECONDS, () => {
        this.unanswered.push(`${requestType} ${logicalId}`);
        report('FAILED', 'No response in time');
        resolve(undefined);
      });
      responses.onResponse(requestId, (reply) => {
        this.interrupt = undefined;
        timeout.cancel();
        report(reply.status === 'SUCCESS' ? 'COMPLETE' : 'FAILED', reply.reason);
        // The next step begins a second later.
        time.after(1, () => resolve(reply));
      });
      for (let copy = 0; copy < this.deliveries; copy += 1)
        void functions.invokeAsync(serviceToken, structuredClone(request));
      // The stack may have been cancelled while a resource of another kind was created.
      this.interrupt();
    });
  }
}

/** CloudFormation generates an id for a resource whose creation was cancelled, as observed. */
function madeUpId(logicalId: string): string {
  return `Declared-${logicalId}-${randomUUID().slice(0, 12).toUpperCase().replace('-', 'X')}`;
}

/** Orders resources so that each follows those that it depends on. */
function inOrder(template: StackTemplate): Resource[] {
  const ordered: Resource[] = [];
  const visit = (resource: Resource): void => {
    if (ordered.includes(resource)) return;
    for (const name of resource.dependsOn) {
      const dependency = template.resources.find(({ logicalId }) => logicalId === name);
      if (dependency !== undefined) visit(dependency);
    }
    ordered.push(resource);
  };
  for (const resource of template.resources) visit(resource);
  return ordered;
}

/** CloudFormation passes every scalar as text. */
function asTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asTexts);
  if (typeof value !== 'object' || value === null) return value === undefined ? undefined : String(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asTexts(item)]));
}
