import type { Permissions, Statement } from './permissions.js';
import type { StackTemplate } from './stack-template.js';

interface PolicyProperties {
  readonly Roles?: readonly string[];
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
}

/** The template's identity policies: of their own, and within roles. */
export function attachPolicies(template: StackTemplate, permissions: Permissions): void {
  const roleArns = new Map(
    template.ofType('AWS::IAM::Role').map(({ logicalId }) => {
      const arn = template.arnOf(logicalId);
      return [arn.split('/').at(-1) ?? '', arn] as const;
    }),
  );
  for (const type of ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy']) {
    for (const { properties } of template.ofType(type)) {
      const { Roles = [], PolicyDocument } = properties as unknown as PolicyProperties;
      for (const role of Roles) permissions.attach(roleArns.get(role) ?? role, PolicyDocument.Statement);
    }
  }
  for (const { logicalId, properties } of template.ofType('AWS::IAM::Role')) {
    const inline = (properties.Policies ?? []) as readonly PolicyProperties[];
    for (const { PolicyDocument } of inline)
      permissions.attach(template.arnOf(logicalId), PolicyDocument.Statement);
  }
}
