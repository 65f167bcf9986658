import { type CfnCondition, Fn, Stack, Token } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { SelectionSpec } from '../../lambda/contract/selection.js';
import { ACCOUNT_ID, type ValueRule } from '../../lambda/contract/value-rules.js';
import { hasMethod, optional, refuse, VPC } from '../engine/prop-checks.js';
import { contradictionIn } from './selection-contradiction.js';

/**
 * Which VPC endpoints may be linked. A link is a network path to a database, so there is no default: you must choose
 * explicitly. All other conditions of an endpoint (type, service, state) are also checked.
 */
export abstract class EndpointSelection {
  /**
   * Endpoints with this tag. Every principal that may tag VPC endpoints in the account can open a path; if that
   * matters, limit `ec2:CreateTags` with `aws:TagKeys`.
   *
   * @param value the exact value; default: any value
   */
  static tagged(key: string, value?: string): EndpointSelection {
    refuse([
      ...optional('EndpointSelection.tagged', key ?? null, TAG_KEY),
      ...optional('EndpointSelection.tagged', value, TAG_VALUE),
    ]);
    return new StatedSelection({ kind: 'tagged', key, ...(value === undefined ? {} : { value }) });
  }

  /** Endpoints in these VPCs. */
  static inVpcs(...vpcs: IVpc[]): EndpointSelection {
    requireSome('inVpcs', vpcs, 'VPC');
    for (const vpc of vpcs) refuse(optional('EndpointSelection.inVpcs', vpc ?? null, VPC));
    return new StatedSelection({ kind: 'inVpcs', vpcIds: vpcs.map(({ vpcId }) => vpcId) });
  }

  /**
   * Endpoints owned by these AWS accounts, 12 digits each. Without `members`, the automation only sees endpoints of its
   * own account.
   */
  static inAccounts(...accounts: string[]): EndpointSelection {
    requireSome('inAccounts', accounts, 'account');
    for (const account of accounts)
      refuse(optional('EndpointSelection.inAccounts', account ?? null, ACCOUNT_ID));
    return new StatedSelection({ kind: 'inAccounts', accounts });
  }

  /** Every interface endpoint for an endpoint service of the configured projects. */
  static all(): EndpointSelection {
    return new StatedSelection({ kind: 'all' });
  }

  /** Endpoints that at least one of these selects. */
  static anyOf(...selections: EndpointSelection[]): EndpointSelection {
    requireSelections('anyOf', selections);
    return new StatedSelection({ kind: 'anyOf', of: selections.map((selection) => selection._spec()) });
  }

  /** Endpoints that each of these selects. */
  static allOf(...selections: EndpointSelection[]): EndpointSelection {
    requireSelections('allOf', selections);
    return new StatedSelection({ kind: 'allOf', of: selections.map((selection) => selection._spec()) });
  }

  /**
   * Selects one of two by a condition of the template: for templates with parameters. Not allowed in `anyOf` or
   * `allOf`.
   *
   * @internal
   */
  static _when(condition: CfnCondition, yes: EndpointSelection, no: EndpointSelection): EndpointSelection {
    return new ConditionalSelection(condition, yes, no);
  }

  /**
   * The form that the functions read.
   *
   * @throws Error if it is known only at deployment
   * @internal
   */
  abstract _spec(): SelectionSpec;

  /**
   * Unique keys of the tags that it checks; empty if it checks none.
   *
   * @internal
   */
  abstract _tagKeys(): string[];

  /**
   * Called by the constructs.
   *
   * @param servesMembers whether endpoints of other accounts are seen
   * @returns the selection as JSON text, with unresolved tokens
   * @throws Error if no endpoint can ever match
   * @internal
   */
  abstract _bind(scope: Construct, servesMembers?: boolean): string;
}

/** Defined in the app. */
class StatedSelection extends EndpointSelection {
  constructor(private readonly spec: SelectionSpec) {
    super();
  }

  override _spec(): SelectionSpec {
    return this.spec;
  }

  override _tagKeys(): string[] {
    return [...new Set(tagKeysOf(this.spec))];
  }

  override _bind(scope: Construct, servesMembers = false): string {
    const { account } = Stack.of(scope);
    const onlyAccount = servesMembers || Token.isUnresolved(account) ? undefined : account;
    const contradiction = contradictionIn(this.spec, onlyAccount);
    if (contradiction !== undefined) {
      throw new Error(`endpointSelection can never match an endpoint: ${contradiction}.`);
    }
    return Stack.of(scope).toJsonString(this.spec);
  }
}

/** Known only at deployment. */
class ConditionalSelection extends EndpointSelection {
  constructor(
    private readonly condition: CfnCondition,
    private readonly yes: EndpointSelection,
    private readonly no: EndpointSelection,
  ) {
    super();
  }

  override _spec(): SelectionSpec {
    throw new Error('EndpointSelection: a selection by a condition cannot be part of anyOf or allOf.');
  }

  override _tagKeys(): string[] {
    return [...new Set([...this.yes._tagKeys(), ...this.no._tagKeys()])];
  }

  override _bind(scope: Construct, servesMembers = false): string {
    const { condition, yes, no } = this;
    const texts = [yes, no].map((selection) => selection._bind(scope, servesMembers));
    return Fn.conditionIf(condition.logicalId, texts[0], texts[1]).toString();
  }
}

function tagKeysOf(spec: SelectionSpec): string[] {
  switch (spec.kind) {
    case 'tagged':
      return [spec.key];
    case 'anyOf':
    case 'allOf':
      return spec.of.flatMap(tagKeysOf);
    case 'all':
    case 'inVpcs':
    case 'inAccounts':
      return [];
  }
}

/** EC2's limits: no endpoint has a longer tag. */
const TAG_KEY: ValueRule = {
  expected: 'expected the key of a tag, 1 to 128 characters',
  accepts: (value) => typeof value === 'string' && value !== '' && [...value].length <= 128,
};
const TAG_VALUE: ValueRule = {
  expected: 'expected the value of a tag, at most 256 characters',
  accepts: (value) => typeof value === 'string' && [...value].length <= 256,
};
const SELECTION: ValueRule = {
  expected: 'expected selections, each an EndpointSelection',
  accepts: (value) => hasMethod(value, '_tagKeys'),
};

function requireSelections(method: string, selections: readonly EndpointSelection[]): void {
  requireSome(method, selections, 'selection');
  for (const selection of selections)
    refuse(optional(`EndpointSelection.${method}`, selection ?? null, SELECTION));
}

function requireSome(method: string, values: readonly unknown[], what: string): void {
  if (values.length > 0) return;
  throw new Error(
    `EndpointSelection.${method}: expected at least one ${what}, received none; use EndpointSelection.all() to link every endpoint.`,
  );
}
