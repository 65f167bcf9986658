import * as cdk from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A finding of cdk-nag that is not a defect, and why. */
export interface AcknowledgedFinding {
  /** Id in cdk-nag's spelling: `AwsSolutions-IAM5[Resource::*]`. */
  readonly id: string;
  readonly reason: string;
}

/** Name of the error of aws-cdk-lib for an id that it does not accept. */
const INVALID_ID = 'InvalidValidationId';

/**
 * Tells cdk-nag why a finding is not a defect. aws-cdk-lib has `Validations` since 2.251. Its releases until 2.265, and
 * some later ones, accept no id with a second `::`, which ids with an ARN have: there the finding is not acknowledged,
 * because nothing else depends on it.
 */
export function acknowledgeFinding(scope: IConstruct, finding: AcknowledgedFinding): void {
  // Read by name and not imported, because an older aws-cdk-lib has no such export.
  const { Validations } = cdk as Partial<Pick<typeof cdk, 'Validations'>>;
  try {
    Validations?.of(scope).acknowledge(finding);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== INVALID_ID) throw error;
  }
}
