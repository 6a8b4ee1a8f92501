import type { Meta, StoryObj } from "@storybook/react-vite";
import type { ReactNode } from "react";
import { DangerIcon, RetryIcon } from "../components/shared/icons.tsx";
import { ToneIcon } from "../components/shared/tone-icon.tsx";

/** The classes and tokens that whole pages are made of. */
const meta = { title: "Foundations/Stylesheet" } satisfies Meta;
export default meta;

type Story = StoryObj<typeof meta>;

const tones = ["neutral", "info", "success", "warning", "danger"] as const;

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="tidings-stack" aria-label={title}>
      <h2 className="tidings-subheading">{title}</h2>
      {children}
    </section>
  );
}

export const Text: Story = {
  render: () => (
    <div className="tidings-stack">
      <h1 className="tidings-title">Good tidings travel by themselves</h1>
      <p className="tidings-lead">What changes in the kitchen is on your page a blink later, once, and in order.</p>
      <h2 className="tidings-heading">A heading</h2>
      <h3 className="tidings-subheading">A smaller heading</h3>
      <p className="tidings-text">
        <span>Running text keeps a comfortable measure, with</span>{" "}
        <a className="tidings-link" href="#menu">
          the menu of the day
        </a>{" "}
        <span>and an order such as</span> <span className="tidings-code">ORD-A7X3B2</span> <span>in it.</span>
      </p>
      <p className="tidings-meta">
        <span>Small print, with an amount of</span> <span className="tidings-amount">1,234.50</span>
      </p>
    </div>
  ),
};

export const Controls: Story = {
  render: () => (
    <div className="tidings-stack" data-gap="loose">
      <Part title="Buttons">
        <div className="tidings-cluster">
          <button type="button" className="tidings-button" data-variant="primary">
            Place order
          </button>
          <button type="button" className="tidings-button">
            <RetryIcon />
            <span>Try again</span>
          </button>
          <button type="button" className="tidings-button" data-variant="quiet">
            Keep it
          </button>
          <button type="button" className="tidings-button" data-variant="danger">
            Yes, cancel it
          </button>
          <button type="button" className="tidings-button" data-variant="primary" aria-disabled="true">
            <span className="tidings-spinner" />
            <span>Placing…</span>
          </button>
          <button type="button" className="tidings-button" disabled>
            Not now
          </button>
          <button type="button" className="tidings-button" data-size="small">
            Small
          </button>
          <button type="button" className="tidings-button" data-shape="square" aria-label="Try again">
            <RetryIcon />
          </button>
        </div>
      </Part>
      <Part title="Tabs and segments">
        <div className="tidings-tabs" role="tablist" aria-label="Orders">
          <button type="button" role="tab" className="tidings-tab" aria-selected="true">
            Open
          </button>
          <button type="button" role="tab" className="tidings-tab" aria-selected="false">
            Done
          </button>
        </div>
        <div>
          <fieldset className="tidings-segments">
            <legend className="tidings-visually-hidden">Theme</legend>
            {["Light", "Dark", "System"].map((name) => (
              <label key={name}>
                <input type="radio" name="theme" defaultChecked={name === "System"} />
                <span>{name}</span>
              </label>
            ))}
          </fieldset>
        </div>
      </Part>
    </div>
  ),
};

export const Fields: Story = {
  render: () => (
    <form className="tidings-columns">
      <div className="tidings-field">
        <label className="tidings-label" htmlFor="email">
          Email
        </label>
        <input className="tidings-input" id="email" type="email" placeholder="ada@example.com" />
        <p className="tidings-hint">Where your receipts go.</p>
      </div>
      <div className="tidings-field">
        <label className="tidings-label" htmlFor="password">
          Password
        </label>
        <input
          className="tidings-input"
          id="password"
          type="password"
          aria-invalid="true"
          aria-describedby="password-error"
          defaultValue="guess"
        />
        <p className="tidings-field-error" id="password-error">
          <DangerIcon />
          <span>Email or password is wrong</span>
        </p>
      </div>
      <div className="tidings-field">
        <label className="tidings-label" htmlFor="status">
          Status
        </label>
        <select className="tidings-input" id="status">
          <option>Order Received</option>
          <option>Preparing</option>
        </select>
      </div>
      <div className="tidings-field">
        <label className="tidings-label" htmlFor="note">
          Note to the kitchen
        </label>
        <textarea className="tidings-input" id="note" />
      </div>
      <fieldset className="tidings-field">
        <legend className="tidings-label">Sign in as</legend>
        <label className="tidings-choice" data-variant="card">
          <input type="radio" name="who" defaultChecked /> <span>Ada, who likes buns</span>
        </label>
        <label className="tidings-choice" data-variant="card">
          <input type="radio" name="who" /> <span>Grace, who likes soup</span>
        </label>
      </fieldset>
      <div className="tidings-field">
        <label className="tidings-choice">
          <input type="checkbox" defaultChecked /> <span>Tell me when it is on its way</span>
        </label>
        <label className="tidings-choice">
          <input type="checkbox" /> <span>Leave it with the neighbour</span>
        </label>
      </div>
    </form>
  ),
};

export const Surfaces: Story = {
  render: () => (
    <div className="tidings-stack">
      <div className="tidings-cluster">
        {tones.map((tone) => (
          <span key={tone} className="tidings-badge" data-tone={tone}>
            <ToneIcon tone={tone} />
            <span>{tone}</span>
          </span>
        ))}
      </div>
      {tones.map((tone) => (
        <div key={tone} className="tidings-notice" data-tone={tone}>
          <ToneIcon tone={tone} />
          <p>Some updates were missed while you were away, so the page was reloaded.</p>
          <button type="button" className="tidings-button" data-size="small">
            Well then
          </button>
        </div>
      ))}
      <div className="tidings-columns">
        <div className="tidings-panel tidings-stack">
          <h2 className="tidings-subheading">A panel</h2>
          <table className="tidings-table">
            <thead>
              <tr>
                <th scope="col">Dish</th>
                <th scope="col" data-align="end">
                  Price
                </th>
              </tr>
            </thead>
            <tbody>
              <tr>
                <td>Lentil soup</td>
                <td data-align="end">210.00</td>
              </tr>
              <tr>
                <td>Walnut salad</td>
                <td data-align="end">320.00</td>
              </tr>
            </tbody>
          </table>
        </div>
        <div className="tidings-panel" data-variant="sunken">
          <h2 className="tidings-subheading">A sunken panel</h2>
          <p className="tidings-meta">For what is beside the point.</p>
        </div>
      </div>
    </div>
  ),
};
