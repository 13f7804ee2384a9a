import css from './screens.module.css';

/** What is wrong with a list as a whole, in words beneath it. */
export function Amiss({ wrong }: { wrong: string | undefined }) {
  return (
    wrong && (
      <p className={css.wrong} role="alert">
        {wrong}
      </p>
    )
  );
}
