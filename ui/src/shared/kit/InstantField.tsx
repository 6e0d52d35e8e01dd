import { TextInput } from '@mantine/core';
import { calendarValue, readInstant } from '../instant';
import styles from './InstantField.module.css';

/** An instant as text, or from the browser's calendar, which writes it into the text. Whoever holds the text reads it by `readInstant`. */
export function InstantField(props: {
  label: string;
  text: string;
  onText: (text: string) => void;
  fault?: string | undefined;
  placeholder?: string;
}) {
  const instant = readInstant(props.text);
  return (
    <div className={styles.field}>
      <TextInput
        label={props.label}
        placeholder={props.placeholder ?? '2026-03-01 03:12, yesterday 14:00, @1234'}
        value={props.text}
        error={props.fault}
        onChange={(event) => props.onText(event.currentTarget.value)}
        spellCheck={false}
        autoComplete="off"
        className={styles.text as string}
      />
      <input
        type="datetime-local"
        step={1}
        aria-label={`${props.label}, by calendar`}
        value={calendarValue(instant)}
        max="9999-12-31T23:59:59"
        onChange={(event) => {
          if (event.currentTarget.value) props.onText(event.currentTarget.value.replace('T', ' '));
        }}
        className={styles.calendar}
      />
    </div>
  );
}
