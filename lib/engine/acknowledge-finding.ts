import * as cdk from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A finding of cdk-nag that is not a defect, and why. */
export interface AcknowledgedFinding {
  /** Id in cdk-nag's spelling: `AwsSolutions-IAM5[Resource::*]`. */
  readonly id: string;
  readonly reason: string;
}

/**
 * Tells cdk-nag why a finding is not a defect. aws-cdk-lib has `Validations` since 2.251, and accepts ids in this
 * spelling since 2.265; in older releases the finding is not acknowledged, because nothing else depends on it.
 */
export function acknowledgeFinding(scope: IConstruct, finding: AcknowledgedFinding): void {
  // Read by name and not imported, because an older aws-cdk-lib has no such export.
  const { Validations } = cdk as Partial<Pick<typeof cdk, 'Validations'>>;
  try {
    Validations?.of(scope).acknowledge(finding);
  } catch (error) {
    if (
      !(error instanceof Error) ||
      !/InvalidValidationId|validation id/i.test(`${error.name} ${error.message}`)
    )
      throw error;
  }
}
