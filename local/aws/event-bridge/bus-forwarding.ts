/** Rules whose target is an event bus in the same place, another Region, or another account. */
import { randomUUID } from 'node:crypto';
import { refusalOf } from '../iam/access.js';
import { type MembershipSource, membershipContext, sessionArnOf } from '../iam/caller.js';
import type { Permissions } from '../iam/permissions.js';
import type { Principal } from '../iam/resource-policy.js';
import type { LocalRole, Roles } from '../iam/roles.js';
import type { Request } from '../iam/statement.js';
import type { BusEvent } from './bus-event.js';
import type { BusPolicy } from './bus-policy.js';
import type { EventTarget, TargetFailure } from './event-targets.js';
import { type TransformedRule, transform } from './input-transformer.js';

/** Behaviour of EventBridge that is not verified. Scenarios should pass with each of the values. */
export interface BusSettings {
  /**
   * Whether `events:source` and `events:detail-type` are present when a bus policy is evaluated for a forwarded event.
   * Default false.
   */
  sourceKeysWhenForwarded: boolean;
  /** Whether a forwarded event gets a new id. Default true. */
  newIdWithEachHop: boolean;
}

export const BUS_SETTINGS: Readonly<BusSettings> = { sourceKeysWhenForwarded: false, newIdWithEachHop: true };

/** An event bus as a target of forwarding. */
export interface ReceivingBus {
  readonly arn: string;
  readonly policy: BusPolicy;
  receive(event: BusEvent): void;
}

export interface BusForwardingOptions {
  readonly settings: BusSettings;
  /** Undefined if the bus does not exist. */
  readonly busOf: (busArn: string) => ReceivingBus | undefined;
  readonly iamOf: (account: string) => { readonly roles: Roles; readonly permissions: Permissions };
  readonly organization: MembershipSource | undefined;
}

export interface Forwarding {
  readonly rule: TransformedRule;
  readonly target: EventTarget;
  readonly event: BusEvent;
}

const ACTION = 'events:PutEvents';
const EVENTS = 'events.amazonaws.com';

export class BusForwarding {
  constructor(private readonly options: BusForwardingOptions) {}

  /** @returns the reason if the event did not reach the bus */
  forward(forwarding: Forwarding): TargetFailure | undefined {
    const { target } = forwarding;
    const role = this.roleOf(forwarding);
    if (role === 'refused')
      return {
        code: 'FAILED_TO_ASSUME_ROLE',
        message: `EventBridge is unable to assume the role ${target.roleArn} of the target.`,
      };
    const bus = this.options.busOf(target.arn);
    if (bus === undefined)
      return { code: 'NO_RESOURCE', message: `The event bus ${target.arn} does not exist.` };
    const refusal = this.refusal(forwarding, role, bus);
    if (refusal !== undefined) return refusal;
    const event = this.forwarded(forwarding);
    if (event === undefined)
      return { code: 'INVALID_JSON', message: 'The transformed input of the target is not a JSON object.' };
    bus.receive(event);
    return undefined;
  }

  /** The role with which EventBridge puts the event. It must belong to the rule's account and trust EventBridge. */
  private roleOf({ rule, target }: Forwarding): LocalRole | 'none' | 'refused' {
    const { roleArn } = target;
    if (roleArn === undefined) return 'none';
    const account = accountOf(rule.ruleArn);
    const role = this.options.iamOf(account).roles.get(roleArn);
    const trusted = role?.trust.decide(
      { kind: 'service', name: EVENTS },
      { action: 'sts:AssumeRole', resource: roleArn, context: sourceContext(rule) },
    );
    return role !== undefined && trusted?.decision === 'allowed' ? role : 'refused';
  }

  private refusal(
    forwarding: Forwarding,
    role: LocalRole | 'none',
    bus: ReceivingBus,
  ): TargetFailure | undefined {
    const account = accountOf(forwarding.rule.ruleArn);
    const principal = principalOf(role, account);
    const request = this.request(forwarding, role, bus);
    const why = refusalOf({
      action: ACTION,
      identity:
        role === 'none' ? 'allowed' : this.options.iamOf(account).permissions.decide(role.arn, request),
      resource: bus.policy.asResourcePolicy.decide(principal, request),
      isSameAccount: account === accountOf(bus.arn),
    });
    if (why === undefined) return undefined;
    const who = principal.kind === 'identity' ? principal.callerArn : `arn:aws:iam::${account}:root`;
    const message = `User: ${who} is not authorized to perform: ${ACTION} on resource: ${bus.arn}${why}`;
    return { code: 'NO_PERMISSIONS', message };
  }

  /**
   * Without a role, no principal puts the event: of the condition keys about principals, only the account is present.
   */
  private request({ rule, event }: Forwarding, role: LocalRole | 'none', bus: ReceivingBus): Request {
    const { settings, organization } = this.options;
    const account = accountOf(rule.ruleArn);
    const ofRole: Request['context'] =
      role === 'none' ? {} : { 'aws:PrincipalArn': [role.arn], ...membershipContext(account, organization) };
    const ofEvent: Request['context'] = settings.sourceKeysWhenForwarded
      ? { 'events:source': [event.source], 'events:detail-type': [event['detail-type']] }
      : {};
    const context = { 'aws:PrincipalAccount': [account], ...sourceContext(rule), ...ofRole, ...ofEvent };
    return { action: ACTION, resource: bus.arn, context };
  }

  /** The envelope is unchanged; a transformed input replaces only the detail. */
  private forwarded({ rule, target, event }: Forwarding): BusEvent | undefined {
    const id = this.options.settings.newIdWithEachHop ? randomUUID() : event.id;
    const text =
      target.input ??
      (target.transformer === undefined ? undefined : transform(target.transformer, event, rule));
    if (text === undefined) return { ...event, id };
    const detail = objectIn(text);
    return detail === undefined ? undefined : { ...event, id, detail };
  }
}

function principalOf(role: LocalRole | 'none', account: string): Principal {
  if (role === 'none') return { kind: 'account', account };
  return { kind: 'identity', account, arn: role.arn, callerArn: sessionArnOf(role.arn, 'EventBridge') };
}

function sourceContext({ ruleArn }: TransformedRule): Request['context'] {
  return { 'aws:SourceArn': [ruleArn], 'aws:SourceAccount': [accountOf(ruleArn)] };
}

function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}

function objectIn(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
