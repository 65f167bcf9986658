/**
 * Removes from a template what the emulator does not support. Each removal is reported as something that the check
 * cannot show.
 */
import { isObject, type Json, type JsonObject } from '../template/option.js';

const UNKNOWN_TYPES = ['AWS::CloudWatch::CompositeAlarm', 'AWS::Logs::QueryDefinition'];
/** Removed because it shows alarms that are removed. */
const DASHBOARD = 'AWS::CloudWatch::Dashboard';
/** Actions that the emulator authorizes only for `*`, whatever the request names. */
const JUDGED_BY_ALL = ['ec2:CreateTags', 'ssm:GetParametersByPath'];

export const LEFT_OUT = [
  'composite alarms, alarms on metric math, saved queries and the dashboard, which it does not support',
  `the resources of ${JUDGED_BY_ALL.join(' and ')}, which it authorizes for * only`,
  'the shared access token, because Ref of a secret is its name there',
  'events that AWS itself sends: CloudTrail, tags, CloudFormation; EC2 states before available',
  'the effects of a deleted VPC endpoint: it reports no error for an unknown id, where EC2 reports NotFound',
];

export function withKnownResources(template: JsonObject): JsonObject {
  const { Resources = {}, Outputs = {}, ...sections } = template;
  if (!isObject(Resources) || !isObject(Outputs)) throw new Error('The template has no resources.');
  const known = Object.entries(Resources).filter(([, resource]) => isKnown(resource));
  const { DashboardName, ...outputs } = Outputs;
  return {
    ...sections,
    Resources: Object.fromEntries(known.map(([name, resource]) => [name, judgedByAll(resource)])),
    Outputs: outputs,
  };
}

function isKnown(resource: Json): boolean {
  if (!isObject(resource)) return false;
  const { Type, Properties } = resource;
  if (typeof Type !== 'string' || UNKNOWN_TYPES.includes(Type) || Type === DASHBOARD) return false;
  return !(Type === 'AWS::CloudWatch::Alarm' && isObject(Properties) && Properties.Metrics !== undefined);
}

/** Sets the resource to `*` in every statement with one of these actions. */
function judgedByAll(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => judgedByAll(item));
  if (!isObject(value)) return value;
  const fields = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, judgedByAll(item)]));
  const actions = [value.Action ?? []].flat();
  return actions.some((action) => typeof action === 'string' && JUDGED_BY_ALL.includes(action))
    ? { ...fields, Resource: '*' }
    : fields;
}
