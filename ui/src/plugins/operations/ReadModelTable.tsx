import { Link } from '@tanstack/react-router';
import { Command } from '../../shared/kit/Command';
import { Empty } from '../../shared/kit/Empty';
import { When } from '../../shared/kit/When';
import styles from './ReadModelTable.module.css';
import { conditionOf, conditionWords, endOf, isHalted, type ReadModel } from './verdict';

/** A picture in a table: how far on the log each read model is, what stands beside it, and what to do where one has stopped. */
export function ReadModelTable({ models }: { models: readonly ReadModel[] }) {
  if (models.length === 0) return <Empty title="This portal follows no log." />;
  const end = endOf(models);
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Read model</th>
          <th scope="col">
            <span className={styles.scale}>
              <span>How far on the log</span>
              <span>@{end}</span>
            </span>
          </th>
          <th scope="col">Position</th>
          <th scope="col">Behind</th>
          <th scope="col">Node</th>
        </tr>
      </thead>
      {models.map((model) => (
        <tbody key={model.name} data-condition={conditionOf(model)}>
          <tr>
            <th scope="row">{model.name}</th>
            <td className={styles.far}>
              <Bar position={Number(model.position)} end={end} />
            </td>
            <td className={styles.position}>@{model.position}</td>
            <td className={styles.words}>{conditionWords(model)}</td>
            <td className={styles.node}>{model.node ?? <span className="quiet">nobody</span>}</td>
          </tr>
          {model.beside && <Build build={model.beside} end={end} />}
          {isHalted(model) && (
            <tr>
              <td colSpan={5} className={styles.halt}>
                <Halt model={model} />
              </td>
            </tr>
          )}
        </tbody>
      ))}
    </table>
  );
}

/** Its full length is the log. One that is behind never looks level, however long the log. */
function Bar({ position, end }: { position: number; end: number }) {
  const part = end === 0 ? 1 : Math.min(position / end, 1);
  return (
    <div className={styles.bar} role="img" aria-label={`${Math.floor(part * 100)} % of the log`}>
      <span style={{ width: part === 1 ? '100%' : `min(${part * 100}%, 100% - 4px)` }} />
    </div>
  );
}

function Build({ build, end }: { build: NonNullable<ReadModel['beside']>; end: number }) {
  return (
    <tr className={styles.build} data-halted={build.state === 'STOPPED'}>
      <th scope="row">a build beside it</th>
      <td className={styles.far}>
        <Bar position={Number(build.position)} end={end} />
      </td>
      <td className={styles.position}>@{build.position}</td>
      <td className={styles.words} colSpan={2}>
        {build.status}
        {build.lag > 0 && `, ${build.lag.toLocaleString('en')} behind`}
      </td>
    </tr>
  );
}

/** What it stopped at, in its own words, and what to type. */
function Halt({ model }: { model: ReadModel }) {
  const { failure } = model;
  return (
    <div className={styles.advice}>
      {failure && (
        <div className={styles.message}>
          <p className="quiet">
            Stopped <When at={failure.at} />
            {failure.position && (
              <>
                {' '}
                at the event{' '}
                <Link to="/events" search={{ position: failure.position }}>
                  @{failure.position}
                </Link>
                , <code>{failure.type}</code>
              </>
            )}
          </p>
          <p>{failure.message}</p>
        </div>
      )}
      <dl>
        <dt>{failure?.position ? 'When its cause is gone' : 'To let it go on'}</dt>
        <dd>
          <Command text={`eventcatalog store retry ${model.name}`} />
        </dd>
        {failure?.position && (
          <>
            <dt>To go on without this event</dt>
            <dd>
              <Command text={`eventcatalog store skip ${model.name} --event @${failure.position} --because "…"`} />
            </dd>
          </>
        )}
      </dl>
    </div>
  );
}
