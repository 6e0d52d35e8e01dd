import {
  astFromValue,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  print,
} from 'graphql';
import { useEffect, useRef } from 'react';
import styles from './SchemaReader.module.css';
import { kindOf, type Place, typesOf } from './schemaSearch';

type Go = (place: Place) => void;

/** The first page: where documents begin, and every type. */
export function SchemaStart({ schema, onGo }: { schema: GraphQLSchema; onGo: Go }) {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter(
    (each) => !!each,
  );
  const rest = typesOf(schema).filter((type) => !roots.some((root) => root === type));
  return (
    <ul className={styles.list}>
      {[...roots, ...rest].map((type, index) => (
        <li key={type.name} className={index < roots.length ? styles.root : undefined}>
          <button type="button" className={styles.row} onClick={() => onGo({ type: type.name })}>
            {type.name} <span className={styles.quiet}>{kindOf(type)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** One type: what it is for and what it holds; `member` is marked and brought into view. */
export function SchemaType(props: {
  schema: GraphQLSchema;
  type: GraphQLNamedType;
  member: string | undefined;
  onGo: Go;
}) {
  const { schema, type, member, onGo } = props;
  const hasFields = isObjectType(type) || isInterfaceType(type) || isInputObjectType(type);
  return (
    <div className={styles.type}>
      <p className={styles.quiet}>
        {kindOf(type)}
        {(isObjectType(type) || isInterfaceType(type)) && type.getInterfaces().length > 0 && (
          <>
            {' of '}
            <Names names={type.getInterfaces()} onGo={onGo} />
          </>
        )}
      </p>
      {type.description && <p>{type.description}</p>}
      {isScalarType(type) && type.specifiedByURL && (
        <p>
          <a href={type.specifiedByURL} rel="noreferrer">
            Specification
          </a>
        </p>
      )}
      {hasFields && (
        <ul className={styles.members} aria-label="Fields">
          {Object.values<GraphQLField<unknown, unknown> | GraphQLInputField>(type.getFields()).map((field) => (
            <Member key={field.name} marked={field.name === member} field={field} onGo={onGo} />
          ))}
        </ul>
      )}
      {isEnumType(type) && (
        <ul className={styles.members} aria-label="Values">
          {type.getValues().map((value) => (
            <li key={value.name} className={styles.member} data-marked={value.name === member}>
              <code className={styles.name}>{value.name}</code>
              <Words of={value} />
            </li>
          ))}
        </ul>
      )}
      {isAbstractType(type) && (
        <p>
          Is one of <Names names={schema.getPossibleTypes(type)} onGo={onGo} />
        </p>
      )}
    </div>
  );
}

function Member(props: { field: GraphQLField<unknown, unknown> | GraphQLInputField; marked: boolean; onGo: Go }) {
  const { field, marked, onGo } = props;
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (marked) item.current?.scrollIntoView({ block: 'nearest' });
  }, [marked]);
  const args = 'args' in field ? field.args : [];
  return (
    <li ref={item} className={styles.member} data-marked={marked}>
      <code className={styles.signature}>
        <span className={styles.name}>{field.name}</span>
        {args.length > 0 && '('}
        {args.map((arg) => (
          <span key={arg.name} className={styles.argument}>
            <Input input={arg} onGo={onGo} />
          </span>
        ))}
        {args.length > 0 && ')'}
        {': '}
        <TypeName type={field.type} onGo={onGo} />
        {'args' in field ? null : <Default of={field} />}
      </code>
      <Words of={field} />
      {args
        .filter((arg) => arg.description || arg.deprecationReason)
        .map((arg) => (
          <div key={arg.name} className={styles.about}>
            <code>{arg.name}</code> <Words of={arg} />
          </div>
        ))}
    </li>
  );
}

const Input = ({ input, onGo }: { input: GraphQLArgument; onGo: Go }) => (
  <>
    {input.name}: <TypeName type={input.type} onGo={onGo} />
    <Default of={input} />
  </>
);

function Default({ of }: { of: GraphQLArgument | GraphQLInputField }) {
  const value = of.defaultValue === undefined ? undefined : astFromValue(of.defaultValue, of.type);
  return value ? ` = ${print(value)}` : null;
}

/** `[Event!]!`, the name a way to its page. */
function TypeName({
  type,
  onGo,
}: {
  type: GraphQLArgument['type'] | GraphQLField<unknown, unknown>['type'];
  onGo: Go;
}) {
  const { name } = getNamedType(type);
  const [before, after] = String(type).split(name);
  return (
    <>
      {before}
      <button type="button" className={styles.link} onClick={() => onGo({ type: name })}>
        {name}
      </button>
      {after}
    </>
  );
}

function Names({ names, onGo }: { names: readonly GraphQLNamedType[]; onGo: Go }) {
  return names.map(({ name }, index) => (
    <span key={name}>
      {index > 0 && ', '}
      <button type="button" className={styles.link} onClick={() => onGo({ type: name })}>
        {name}
      </button>
    </span>
  ));
}

function Words({
  of,
}: {
  of: { description?: string | null | undefined; deprecationReason?: string | null | undefined };
}) {
  return (
    <>
      {of.deprecationReason && <p className={styles.deprecated}>Deprecated: {of.deprecationReason}</p>}
      {of.description && <p className={styles.words}>{of.description}</p>}
    </>
  );
}
