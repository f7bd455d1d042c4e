"use strict";
// The explorer: query, variables, run, schema. Everything comes from this server; nothing is kept but the token of this tab.
const at = (id) => document.getElementById(id);
let samples = [];

async function offer() {
  samples = await (await fetch("/samples.json")).json();
  samples.forEach(({ title }, index) => at("sample").append(new Option(title, String(index))));
  at("sample").addEventListener("change", () => show(samples[Number(at("sample").value)]));
  show(samples[0]);
}

offer();
at("token").value = sessionStorage.getItem("token") ?? "";

function show({ query, variables }) {
  at("query").value = query;
  at("variables").value = JSON.stringify(variables, null, 2);
}

function say(text, bad) {
  at("status").textContent = text;
  at("status").classList.toggle("bad", Boolean(bad));
}

async function ask(query, variables) {
  sessionStorage.setItem("token", at("token").value.trim());
  const headers = { "Content-Type": "application/json", Accept: "application/graphql-response+json, application/json" };
  const token = at("token").value.trim();
  if (token) headers.Authorization = `Bearer ${token}`;
  return fetch("/graphql", { method: "POST", headers, body: JSON.stringify({ query, variables }) });
}

async function run() {
  let variables;
  try {
    variables = JSON.parse(at("variables").value || "{}");
  } catch (error) {
    say(`Переменные — не JSON: ${error.message}`, true);
    at("variables").focus();
    return;
  }
  say("Выполняется…");
  const began = performance.now();
  try {
    const response = await ask(at("query").value, variables);
    const text = await response.text();
    let shown = text;
    let faults = 0;
    try {
      const body = JSON.parse(text);
      faults = body.errors?.length ?? 0;
      shown = JSON.stringify(body, null, 2);
    } catch { /* not JSON: shown as it came */ }
    at("answer").textContent = shown;
    const milliseconds = Math.round(performance.now() - began);
    say(response.status === 401 ? "Нужен ключ доступа" : faults ? `Ошибок: ${faults}` : `Готово за ${milliseconds} мс`, response.status >= 400 || faults > 0);
  } catch (error) {
    say(`Сервер не ответил: ${error.message}`, true);
  }
}

async function schema() {
  say("Загружается схема…");
  const response = await fetch("/schema.graphql");
  at("answer").textContent = await response.text();
  say("Схема");
}

at("run").addEventListener("click", run);
at("schema").addEventListener("click", schema);
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
});
