import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from '../protocol/place.js';
import { Conditions } from './conditions.js';
import { parameterValues } from './template-parameters.js';
import { unzipped } from './unzipped-code.js';
import { parseYamlTemplate } from './yaml-template.js';

export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  /**
   * Properties with resolved intrinsic functions. They are resolved at each read, as far as the referenced resources
   * exist.
   */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Logical ids that the resource references or names in `DependsOn`. */
  readonly dependsOn: readonly string[];
}

/** Physical id and attributes of a created resource. */
export interface LiveResource {
  readonly physicalId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

type Fields = Readonly<Record<string, unknown>>;
interface RawResource {
  readonly Type: string;
  readonly Properties?: Fields;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly Condition?: string;
}
type RawResources = Readonly<Record<string, RawResource>>;

export interface StackFacts extends Place {
  readonly stackName: string;
}

/** Values that a template receives from outside. */
export interface StackInputs {
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Exported outputs of other stacks. */
  readonly imports?: Readonly<Record<string, string>>;
}

/** Text of a template that has no files beside it. */
export interface TemplateBody {
  readonly body: string;
}

/**
 * A synthesized stack with physical names and resolved intrinsic functions, like those that CloudFormation provides.
 */
export class StackTemplate {
  readonly resources: readonly Resource[];
  /** Resources whose ids and attributes are known only after their creation; their creators add them. */
  readonly live = new Map<string, LiveResource>();
  private readonly raw: RawResources;
  private readonly parameters: Readonly<Record<string, unknown>>;
  private readonly conditions: Conditions;

  /** @param source name of a file in the folder, or the text itself */
  constructor(
    private readonly outputFolder: string,
    source: string | TemplateBody,
    private readonly facts: StackFacts,
    private readonly inputs: StackInputs = {},
  ) {
    const text = typeof source === 'string' ? readFileSync(join(outputFolder, source), 'utf8') : source.body;
    const template = text.trimStart().startsWith('{') ? JSON.parse(text) : parseYamlTemplate(text);
    this.parameters = parameterValues(template.Parameters ?? {}, inputs.parameters ?? {});
    this.conditions = new Conditions(template.Conditions ?? {}, (value) => this.resolve(value));
    this.conditions.assertRules(template.Rules ?? {});
    this.raw = Object.fromEntries(
      Object.entries(template.Resources as RawResources).filter(
        ([, { Condition }]) => Condition === undefined || this.conditions.holds(Condition),
      ),
    );
    this.resources = Object.entries(this.raw).map(([logicalId, raw]) => {
      const resolveAll = () => this.resolve(raw.Properties ?? {}) as Fields;
      return {
        logicalId,
        type: raw.Type,
        dependsOn: [...new Set([...[raw.DependsOn ?? []].flat(), ...namesIn(raw.Properties)])].filter(
          (name) => name !== logicalId && this.raw[name] !== undefined,
        ),
        get properties() {
          return resolveAll();
        },
      };
    });
  }

  get stackId(): string {
    const { account, region, stackName } = this.facts;
    return `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/0a1b2c3d-1111-4222-8333-000000000001`;
  }

  retains(logicalId: string): boolean {
    return this.raw[logicalId]?.DeletionPolicy === 'Retain';
  }

  ofType(type: string): Resource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  arnOf(logicalId: string): string {
    return String(this.attribute(logicalId, 'Arn'));
  }

  /**
   * Folder of a function's code: an asset by its S3 key, or a path beside the template, as for `aws cloudformation
   * package`.
   */
  codeFolder(code: string | { readonly S3Key: string }): string {
    if (typeof code === 'string') return unzipped(join(this.outputFolder, code));
    return join(this.outputFolder, `asset.${code.S3Key.replace(/\.zip$/, '')}`);
  }

  resolve(value: unknown): unknown {
    if (Array.isArray(value))
      return value.filter((item) => !this.isNoValue(item)).map((item) => this.resolve(item));
    if (typeof value !== 'object' || value === null) return value;
    const [[name = '', argument] = []] = Object.entries(value);
    if (Object.keys(value).length === 1 && (name === 'Ref' || name.startsWith('Fn::')))
      return this.intrinsic(name, argument);
    const fields = Object.entries(value).filter(([, item]) => !this.isNoValue(item));
    return Object.fromEntries(fields.map(([key, item]) => [key, this.resolve(item)]));
  }

  /** True for `AWS::NoValue`, also within nested `Fn::If`. The property or array item is then omitted. */
  private isNoValue(value: unknown): boolean {
    if (typeof value !== 'object' || value === null) return false;
    if ('Fn::If' in value) return this.isNoValue(this.conditions.choose(value['Fn::If']));
    return 'Ref' in value && value.Ref === 'AWS::NoValue';
  }

  private intrinsic(name: string, argument: unknown): unknown {
    switch (name) {
      case 'Ref':
        return this.ref(String(argument));
      case 'Fn::GetAtt':
        return this.attribute(...(argument as [string, string]));
      case 'Fn::If':
        return this.resolve(this.conditions.choose(argument));
      case 'Fn::ImportValue':
        return this.imported(String(argument));
      case 'Fn::Join': {
        const [separator, parts] = argument as [string, unknown[]];
        return parts.map((part) => String(this.resolve(part))).join(separator);
      }
      case 'Fn::Split': {
        const [separator, text] = argument as [string, unknown];
        return String(this.resolve(text)).split(separator);
      }
      case 'Fn::Select': {
        const [index, list] = argument as [number, unknown];
        return (this.resolve(list) as unknown[])[Number(index)];
      }
      case 'Fn::Sub':
        return this.substituted(argument);
      default:
        throw new Error(`Intrinsic function is not simulated: ${name}`);
    }
  }

  /** Resolves `${Name}`, `${Name.Attribute}`, `${!Literal}`, and the variables that are given beside the text. */
  private substituted(argument: unknown): string {
    const [text, values = {}] = [argument].flat() as [string, Fields?];
    return text.replace(/\$\{([^}]+)\}/g, (_, reference: string) => {
      if (reference.startsWith('!')) return `\${${reference.slice(1)}}`;
      if (reference in values) return String(this.resolve(values[reference]));
      const [logicalId = '', attribute] = reference.split('.');
      return String(attribute === undefined ? this.ref(reference) : this.attribute(logicalId, attribute));
    });
  }

  private imported(name: string): string {
    const value = this.inputs.imports?.[name];
    if (value === undefined) throw new Error(`No export named ${name} found`);
    return value;
  }

  private ref(reference: string): unknown {
    const { account, region, stackName } = this.facts;
    const pseudo: Readonly<Record<string, string>> = {
      'AWS::AccountId': account,
      'AWS::Region': region,
      'AWS::Partition': 'aws',
      'AWS::StackName': stackName,
      'AWS::StackId': this.stackId,
      'AWS::URLSuffix': 'amazonaws.com',
    };
    const value = pseudo[reference];
    if (value !== undefined) return value;
    const parameter = this.parameters[reference];
    if (parameter !== undefined) return parameter;
    const live = this.live.get(reference);
    if (live !== undefined) return live.physicalId;
    return this.ownRef(reference);
  }

  /** Value of `Ref` for a resource, in most cases its name. */
  private ownRef(logicalId: string): string {
    const { account, region } = this.facts;
    const type = this.raw[logicalId]?.Type ?? '';
    if (REFERRED_BY_ARN.includes(type)) return this.arnOf(logicalId);
    // Secrets Manager appends six characters to the name.
    if (type === 'AWS::SecretsManager::Secret') return `${this.arnOf(logicalId)}-A1b2C3`;
    const name = this.physicalName(logicalId);
    return type === 'AWS::SQS::Queue' ? `https://sqs.${region}.amazonaws.com/${account}/${name}` : name;
  }

  private attribute(logicalId: string, name: string): unknown {
    const live = this.live.get(logicalId);
    if (live !== undefined) {
      const value = live.attributes[name];
      if (value === undefined) throw new Error(`${logicalId} has no attribute ${name}`);
      return Array.isArray(value) ? value : String(value);
    }
    if (this.raw[logicalId]?.Type.startsWith('AWS::EC2::')) return `${logicalId}.${name}`;
    if (NAME_ATTRIBUTES.includes(name)) return this.physicalName(logicalId);
    if (name === 'QueueUrl') return this.ownRef(logicalId);
    if (this.raw[logicalId]?.Type === 'AWS::SSM::Parameter')
      return String(this.resolve(this.raw[logicalId]?.Properties?.[name]));
    if (name !== 'Arn' && name !== 'TopicArn')
      throw new Error(`Attribute is not simulated: ${logicalId}.${name}`);
    const { account, region } = this.facts;
    const [service, form] = arnForm(this.raw[logicalId]?.Type ?? '');
    const place = service === 'iam' ? `:${account}` : `${region}:${account}`;
    return `arn:aws:${service}:${place}:${form}${this.customBusOf(logicalId)}${this.physicalName(logicalId)}`;
  }

  /** `<name>/` for a rule on a custom bus; empty for the default bus. */
  private customBusOf(logicalId: string): string {
    const { Type, Properties } = this.raw[logicalId] ?? {};
    if (Type !== 'AWS::Events::Rule' || Properties?.EventBusName === undefined) return '';
    const name = String(this.resolve(Properties.EventBusName)).split('/').at(-1) ?? '';
    return name === 'default' ? '' : `${name}/`;
  }

  private physicalName(logicalId: string): string {
    const resource = this.raw[logicalId];
    if (resource === undefined) throw new Error(`No resource ${logicalId} in the template`);
    const given = resource.Properties?.[NAME_PROPERTIES[resource.Type] ?? ''];
    // In the id and the ARN of a StackSet, a generated id follows the name.
    const suffix = resource.Type === 'AWS::CloudFormation::StackSet' ? STACK_SET_SUFFIX : '';
    if (given !== undefined) return String(this.resolve(given)) + suffix;
    return `${this.facts.stackName}-${logicalId}`.slice(-80);
  }
}

const ARN_FORMS: Readonly<Record<string, readonly [service: string, form: string]>> = {
  'AWS::Lambda::Function': ['lambda', 'function:'],
  'AWS::SQS::Queue': ['sqs', ''],
  'AWS::IAM::Role': ['iam', 'role/'],
  'AWS::IAM::ManagedPolicy': ['iam', 'policy/'],
  'AWS::StepFunctions::StateMachine': ['states', 'stateMachine:'],
  'AWS::Events::Rule': ['events', 'rule/'],
  'AWS::Events::EventBus': ['events', 'event-bus/'],
  'AWS::SecretsManager::Secret': ['secretsmanager', 'secret:'],
  'AWS::Logs::LogGroup': ['logs', 'log-group:'],
  'AWS::Scheduler::Schedule': ['scheduler', 'schedule/default/'],
  'AWS::SNS::Topic': ['sns', ''],
  'AWS::DynamoDB::Table': ['dynamodb', 'table/'],
  'AWS::KMS::Key': ['kms', 'key/'],
  'AWS::CloudFormation::StackSet': ['cloudformation', 'stackset/'],
  'AWS::CloudWatch::Alarm': ['cloudwatch', 'alarm:'],
  'AWS::CloudWatch::CompositeAlarm': ['cloudwatch', 'alarm:'],
};

const REFERRED_BY_ARN = ['AWS::StepFunctions::StateMachine', 'AWS::SNS::Topic', 'AWS::IAM::ManagedPolicy'];
const STACK_SET_SUFFIX = ':0a1b2c3d-0000-4000-8000-000000000057';
const NAME_ATTRIBUTES = ['Name', 'QueueName', 'TopicName', 'StackSetId'];

/** Property that contains the name of a resource, by type. Without the property, CloudFormation generates a name. */
const NAME_PROPERTIES: Readonly<Record<string, string>> = {
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
  'AWS::Events::Rule': 'Name',
  'AWS::Events::EventBus': 'Name',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::SSM::Parameter': 'Name',
  'AWS::Scheduler::Schedule': 'Name',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::CloudFormation::StackSet': 'StackSetName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::CompositeAlarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
};

function arnForm(type: string): readonly [string, string] {
  const form = ARN_FORMS[type];
  if (form === undefined) throw new Error(`The ARN of ${type} is not simulated`);
  return form;
}

/** Logical ids that intrinsic functions reference. */
function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    if (key === 'Ref') return [String(item)];
    if (key === 'Fn::GetAtt') return [String([item].flat()[0])];
    if (key === 'Fn::Sub') return [...namesInText(String([item].flat()[0])), ...namesIn([item].flat()[1])];
    return namesIn(item);
  });
}

function namesInText(text: string): string[] {
  return [...text.matchAll(/\$\{([\w:]+)(?:\.[\w.]+)?\}/g)].map(([, name = '']) => name);
}
