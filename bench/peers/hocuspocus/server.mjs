// Hocuspocus as its documentation starts it, with its SQLite extension.
import { SQLite } from "@hocuspocus/extension-sqlite";
import { Server } from "@hocuspocus/server";

const server = new Server({
  port: Number(process.env.PORT),
  address: "127.0.0.1",
  quiet: true,
  extensions: [new SQLite({ database: `${process.env.DATA}/db.sqlite` })],
});
server.listen();
