/** Sets properties from parameters where the constructs require a list or an enumeration. */
import { CfnCondition, Fn, type Stack } from 'aws-cdk-lib';
import { CfnSecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { ENGINE_PARAMETERS } from './engine-parameters.js';
import { condition, isGiven, type Parameters } from './template-scope.js';

type EngineParameters = Parameters<typeof ENGINE_PARAMETERS>;

/** @param owner automation or provider, whose functions are below it */
export function overrideFunctions(stack: Stack, owner: Construct, parameters: EngineParameters): void {
  const logsDebug = condition(
    stack,
    'LogsDebug',
    Fn.conditionEquals(parameters.LogLevel.valueAsString, 'DEBUG'),
  );
  const makesGroup = groupCondition(stack, owner, parameters);
  for (const child of owner.node.findAll().filter((one) => one instanceof CfnFunction)) {
    child.addPropertyOverride(
      'LoggingConfig.ApplicationLogLevel',
      Fn.conditionIf(logsDebug.logicalId, 'DEBUG', 'INFO'),
    );
    if (child.vpcConfig !== undefined) joinNetwork(child, makesGroup, parameters);
  }
}

function joinNetwork(
  joined: CfnFunction,
  { condition: made, group }: MadeGroup,
  { SubnetIds, SecurityGroupIds }: EngineParameters,
): void {
  joined.addPropertyOverride('VpcConfig.SubnetIds', Fn.split(',', SubnetIds.valueAsString));
  const given = Fn.split(',', SecurityGroupIds.valueAsString);
  const own = group === undefined ? [] : [group.attrGroupId];
  joined.addPropertyOverride('VpcConfig.SecurityGroupIds', Fn.conditionIf(made.logicalId, own, given));
}

interface MadeGroup {
  readonly condition: CfnCondition;
  /** Undefined if the functions are outside of any VPC. */
  readonly group: CfnSecurityGroup | undefined;
}

/** The security group is created only if none is given. */
function groupCondition(
  stack: Stack,
  owner: Construct,
  { VpcId, SecurityGroupIds }: EngineParameters,
): MadeGroup {
  const made = new CfnCondition(stack, 'MakesSecurityGroup', {
    expression: Fn.conditionAnd(isGiven(VpcId), Fn.conditionNot(isGiven(SecurityGroupIds))),
  });
  const group = owner.node.findAll().find((child) => child instanceof CfnSecurityGroup);
  if (group !== undefined) group.cfnOptions.condition = made;
  return { condition: made, group };
}
