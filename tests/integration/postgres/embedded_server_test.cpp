// SPDX-License-Identifier: MIT
#include <libpq-fe.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>

#include <promptview/postgres/embedded/embedded_server.hpp>
#include <promptview/postgres/connection/environment.hpp>
#include <promptview_test/catch.hpp>

namespace fs = std::filesystem;
using promptview::NotInitialized;
using promptview::postgres::EmbeddedServer;

namespace {

using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;

Connection connect(const std::string& url) { return {PQconnectdb(url.c_str()), &PQfinish}; }

// The first column of the first row, or the error's text.
std::string ask(PGconn* connection, const std::string& sql) {
  const std::unique_ptr<PGresult, decltype(&PQclear)> result{PQexec(connection, sql.c_str()), &PQclear};
  if (PQresultStatus(result.get()) == PGRES_COMMAND_OK) return "done";
  if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) return PQerrorMessage(connection);
  return PQntuples(result.get()) == 0 ? "no row" : PQgetvalue(result.get(), 0, 0);
}

std::string ask(const EmbeddedServer& server, const std::string& sql) {
  return ask(connect(server.url()).get(), sql);
}

// A folder of this test, removed at its end; every account may enter it.
class Folder {
 public:
  Folder() {
    if (::mkdtemp(path_.data()) == nullptr) std::abort();
    fs::permissions(path_, fs::perms::others_exec | fs::perms::others_read, fs::perm_options::add);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path_); }

  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_ = "/tmp/promptview_test-XXXXXX";
};

class Variable {
 public:
  Variable(const char* name, const char* value) : name_{name} {
    if (const char* before = std::getenv(name)) before_ = before;
    value == nullptr ? ::unsetenv(name) : ::setenv(name, value, 1);
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;
  ~Variable() { before_ ? ::setenv(name_, before_->c_str(), 1) : ::unsetenv(name_); }

 private:
  const char* name_;
  std::optional<std::string> before_{};
};

bool alive(int pid) { return ::kill(pid, 0) == 0 || errno == EPERM; }

// Whether the condition comes true within ten seconds.
template <class Condition>
bool soon(Condition condition) {
  for (int tries = 0; tries < 1000 && !condition(); ++tries) ::usleep(10'000);
  return condition();
}

std::string error_of(promptview::postgres::EmbeddedServerOptions options) {
  try {
    const EmbeddedServer server{std::move(options)};
  } catch (const NotInitialized& error) {
    return error.what();
  }
  return "no error";
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

// A process that runs `work` with a descriptor to write to; `output` reads what it writes.
struct Owner {
  pid_t process = 0;
  int output = -1;
};

template <class Work>
Owner start_owner(Work work) {
  int ends[2];
  if (::pipe(ends) != 0) std::abort();
  const pid_t process = ::fork();
  if (process == 0) {
    ::close(ends[0]);
    work(ends[1]);
    ::_exit(0);
  }
  ::close(ends[1]);
  return {process, ends[0]};
}

// Up to a line's end, or the end of all that write.
std::string read_line(int descriptor) {
  std::string line;
  char next = 0;
  while (::read(descriptor, &next, 1) == 1 && next != '\n') line += next;
  return line;
}

void write_line(int descriptor, const std::string& text) {
  const std::string line = text + "\n";
  if (::write(descriptor, line.data(), line.size()) < 0) ::_exit(1);
}

void await_owner(const Owner& owner) {
  ::waitpid(owner.process, nullptr, 0);
  ::close(owner.output);
}

void kill_owner(const Owner& owner) {
  ::kill(owner.process, SIGKILL);
  await_owner(owner);
}

}  // namespace

static_assert(!std::is_copy_constructible_v<EmbeddedServer>);
static_assert(std::is_nothrow_move_constructible_v<EmbeddedServer>);
static_assert(std::is_nothrow_move_assignable_v<EmbeddedServer>);

TEST_CASE("a temporary server answers, and leaves nothing behind", "[embedded_server]") {
  REQUIRE(EmbeddedServer::available());
  std::string directory;
  int pid = 0;
  {
    const EmbeddedServer server;
    directory = server.directory();
    pid = server.pid();
    CHECK(alive(pid));
    CHECK(ask(server, "SELECT current_user || ' ' || current_database()") == "postgres postgres");
    CHECK(ask(server, "SELECT getdatabaseencoding() = 'UTF8'::name") == "t");
    CHECK(ask(server, "SELECT datcollate FROM pg_database WHERE datname = current_database()") == "C");
    CHECK(ask(server, "SHOW fsync") == "off");
    CHECK(ask(server, "SHOW synchronous_commit") == "off");
    CHECK(ask(server, "SHOW full_page_writes") == "off");
    CHECK(ask(server, "SHOW listen_addresses") == "");
    CHECK(ask(server, "SHOW unix_socket_permissions") == "0700");
    struct stat folder {};
    REQUIRE(::stat(directory.c_str(), &folder) == 0);
    CHECK((folder.st_mode & 0777) == 0700);
    CHECK(folder.st_uid != 0);  // also when this runs as root
  }
  CHECK_FALSE(alive(pid));
  CHECK_FALSE(fs::exists(directory));
}

TEST_CASE("a url names a database, whatever its name and the environment", "[embedded_server]") {
  const Variable port{"PGPORT", "1"};
  const Variable address{"PGHOSTADDR", "127.0.0.1"};
  const EmbeddedServer server;
  REQUIRE(ask(server, R"(CREATE DATABASE "é a/b?c=d&e%20")") == "done");
  const Connection connection = connect(server.url("é a/b?c=d&e%20"));
  CHECK(ask(connection.get(), "SELECT current_database()") == "é a/b?c=d&e%20");
}

TEST_CASE("settings reach the server", "[embedded_server]") {
  EmbeddedServer server{{.settings = {"work_mem=7MB", "application_name=it's \"one\" $HOME"}}};
  CHECK(ask(server, "SHOW work_mem") == "7MB");
  CHECK(ask(server, "SHOW application_name") == "it's \"one\" $HOME");
  server.restart({"work_mem=8MB"});
  CHECK(ask(server, "SHOW work_mem") == "8MB");
  server.restart();
  CHECK(ask(server, "SHOW work_mem") == "8MB");
}

TEST_CASE("a setting cannot open the server to the network", "[embedded_server]") {
  const EmbeddedServer server{{.settings = {"listen_addresses=127.0.0.1", "unix_socket_permissions=0777"}}};
  CHECK(ask(server, "SHOW listen_addresses") == "");
  CHECK(ask(server, "SHOW unix_socket_permissions") == "0700");
}

TEST_CASE("two servers run at once", "[embedded_server]") {
  const EmbeddedServer one;
  const EmbeddedServer two;
  CHECK(one.directory() != two.directory());
  CHECK(ask(one, "CREATE TABLE t()") == "done");
  CHECK(ask(two, "CREATE TABLE t()") == "done");
}

TEST_CASE("a kept directory keeps its rows, durably", "[embedded_server]") {
  const Folder folder;
  const std::string directory = folder / "new/kept";
  {
    const EmbeddedServer server{{.directory = directory}};
    CHECK(server.directory() == directory);
    CHECK(ask(server, "SHOW fsync") == "on");
    CHECK(ask(server, "SHOW synchronous_commit") == "on");
    CHECK(ask(server, "SHOW full_page_writes") == "on");
    REQUIRE(ask(server, "CREATE TABLE t AS SELECT 42 AS n") == "done");
  }
  const EmbeddedServer server{{.directory = directory + "/"}};
  CHECK(server.directory() == directory);
  CHECK(ask(server, "SELECT n FROM t") == "42");
}

TEST_CASE("a second server on the same directory is an error that names the first", "[embedded_server]") {
  const Folder folder;
  const EmbeddedServer first{{.directory = folder / "kept"}};
  const std::string error = error_of({.directory = folder / "kept"});
  CHECK(error.starts_with("promptview: stop the other server (process " + std::to_string(first.pid()) +
                          ") or give another directory; this one is in use: " + (folder / "kept")));
  CHECK(ask(first, "SELECT 1") == "1");
}

TEST_CASE("a postmaster.pid left by a crash does no harm", "[embedded_server]") {
  const Folder folder;
  const std::string directory = folder / "kept";
  const std::string pid_file = directory + "/data/postmaster.pid";
  std::string left;
  {
    const EmbeddedServer server{{.directory = directory}};
    std::ifstream file{pid_file};
    left.assign(std::istreambuf_iterator<char>{file}, {});
    REQUIRE(holds(left, "ready"));
  }
  const bool reused = GENERATE(false, true);  // process 1 is of another account
  if (reused) left.replace(0, left.find('\n'), "1");
  std::ofstream{pid_file} << left;
  fs::permissions(pid_file, fs::perms::owner_read | fs::perms::owner_write);
  if (::geteuid() == 0) {
    struct stat folder_entry {};
    REQUIRE(::stat(directory.c_str(), &folder_entry) == 0);
    REQUIRE(::chown(pid_file.c_str(), folder_entry.st_uid, folder_entry.st_gid) == 0);
  }
  const EmbeddedServer server{{.directory = directory}};
  CHECK(ask(server, "SELECT 1") == "1");
}

TEST_CASE("a cluster whose creation broke off is created anew", "[embedded_server]") {
  const Folder folder;
  {
    const EmbeddedServer server{{.directory = folder / "kept"}};
  }
  fs::rename(folder / "kept/data", folder / "kept/data.new");
  fs::remove_all(folder / "kept/data.new/global");
  const EmbeddedServer server{{.directory = folder / "kept"}};
  CHECK(ask(server, "SELECT 1") == "1");
  CHECK_FALSE(fs::exists(folder / "kept/data.new"));
}

TEST_CASE("stop and start keep the directory, the url and the rows", "[embedded_server]") {
  EmbeddedServer server;
  const std::string url = server.url();
  REQUIRE(ask(server, "CREATE TABLE t AS SELECT 42 AS n") == "done");
  const int pid = server.pid();
  server.stop();
  CHECK(server.pid() == 0);
  CHECK_FALSE(alive(pid));
  CHECK(fs::exists(server.directory()));
  CHECK(PQstatus(connect(url).get()) == CONNECTION_BAD);
  server.stop();
  server.start();
  CHECK(server.pid() != 0);
  CHECK(server.url() == url);
  CHECK(ask(server, "SELECT n FROM t") == "42");
  const int again = server.pid();
  server.start();
  CHECK(server.pid() == again);
}

TEST_CASE("kill cuts connections, and start recovers what was committed", "[embedded_server]") {
  EmbeddedServer server{{.settings = {"synchronous_commit=on"}}};
  const Connection connection = connect(server.url());
  REQUIRE(ask(connection.get(), "CREATE TABLE t AS SELECT 42 AS n") == "done");
  const int pid = server.pid();
  server.kill();
  CHECK(server.pid() == 0);
  CHECK_FALSE(alive(pid));
  CHECK(holds(ask(connection.get(), "SELECT 1"), "server closed the connection unexpectedly"));
  server.start();
  PQreset(connection.get());
  CHECK(ask(connection.get(), "SELECT n FROM t") == "42");
}

TEST_CASE("a server that somebody else ends is noticed, and starts again", "[embedded_server]") {
  EmbeddedServer server;
  REQUIRE(::kill(server.pid(), SIGKILL) == 0);
  CHECK(soon([&] { return server.pid() == 0; }));
  server.start();
  CHECK(ask(server, "SELECT 1") == "1");
}

TEST_CASE("a moved server runs on; one that is assigned to is stopped", "[embedded_server]") {
  EmbeddedServer one;
  const std::string kept = one.directory();
  const int pid = one.pid();
  EmbeddedServer two;
  const std::string dropped = two.directory();
  two = std::move(one);
  CHECK(two.pid() == pid);
  CHECK(two.directory() == kept);
  CHECK_FALSE(fs::exists(dropped));
  const EmbeddedServer three{std::move(two)};
  CHECK(three.pid() == pid);
  CHECK(ask(three, "SELECT 1") == "1");
}

TEST_CASE("a server that was moved from does not run, and says so where one is needed", "[embedded_server]") {
  EmbeddedServer moved;
  const EmbeddedServer server{std::move(moved)};
  const auto refused = promptview_test::message("promptview: use the EmbeddedServer that this one was moved to; this one has no server");
  CHECK(moved.pid() == 0);
  CHECK_NOTHROW(moved.stop());
  CHECK_NOTHROW(moved.kill());
  CHECK_THROWS_MATCHES(moved.start(), NotInitialized, refused);
  CHECK_THROWS_MATCHES(moved.restart(), NotInitialized, refused);
  CHECK_THROWS_MATCHES(moved.restart({"work_mem=8MB"}), NotInitialized, refused);
  CHECK_THROWS_MATCHES(moved.url(), NotInitialized, refused);
  CHECK_THROWS_MATCHES(moved.directory(), NotInitialized, refused);
  CHECK(ask(server, "SELECT 1") == "1");
}

TEST_CASE("missing programs: the error says what to install and where it looked", "[embedded_server]") {
  const std::string remedy =
      "promptview: install PostgreSQL's server programs (Debian, Ubuntu: apt-get install postgresql) or set "
      "PROMPTVIEW_POSTGRES_BIN to the folder of `initdb` and `postgres`; not found in:\n  ";
  CHECK(error_of({.bin_directory = "/nowhere/bin"}) == remedy + "/nowhere/bin");
  const Variable bin{"PROMPTVIEW_POSTGRES_BIN", "/nowhere/else"};
  CHECK(error_of({}) == remedy + "/nowhere/else");
  CHECK_FALSE(EmbeddedServer::available());
}

TEST_CASE("a bad setting: the error holds the end of the log, and nothing is left", "[embedded_server]") {
  const Folder folder;
  const Variable temporary{"TMPDIR", (folder / "").c_str()};
  fs::permissions(folder / "", fs::perms::all);
  const std::string error = error_of({.settings = {"no_such_setting=1"}});
  CHECK(first_line(error).starts_with("promptview: correct what PostgreSQL complains of below; it did not start: "));
  CHECK(holds(error, "unrecognized configuration parameter \"no_such_setting\""));
  CHECK(fs::is_empty(folder / ""));
}

TEST_CASE("after a restart that failed, a good one works", "[embedded_server]") {
  EmbeddedServer server;
  REQUIRE(ask(server, "CREATE TABLE t AS SELECT 42 AS n") == "done");
  CHECK_THROWS_AS(server.restart({"work_mem=tiny"}), NotInitialized);
  CHECK(server.pid() == 0);
  server.restart({});
  CHECK(ask(server, "SELECT n FROM t") == "42");
}

TEST_CASE("an initdb that fails: the error holds its words", "[embedded_server]") {
  const Folder folder;
  for (const char* name : {"initdb", "postgres"}) {
    std::ofstream{folder / name} << "#!/bin/sh\necho this is \"$(basename \"$0\")\" failing >&2\nexit 1\n";
    fs::permissions(folder / name, fs::perms::all);
  }
  CHECK(holds(error_of({.bin_directory = folder / ""}), "\nthis is initdb failing\n"));
}

TEST_CASE("a start that takes too long is given up, and nothing runs on", "[embedded_server]") {
  const Folder folder;
  std::ofstream{folder / "postgres"} << "#!/bin/sh\nexit 1\n";
  std::ofstream{folder / "initdb"} << "#!/bin/sh\necho $$ > \"" << (folder / "pid") << "\"\nexec sleep 300\n";
  for (const char* name : {"", "initdb", "postgres"}) fs::permissions(folder / name, fs::perms::all);
  const std::string error = error_of({.bin_directory = folder / "", .start_timeout_seconds = 1});
  CHECK(error.starts_with("promptview: raise start_timeout_seconds; PostgreSQL was not ready in time: "));
  int pid = 0;
  std::ifstream{folder / "pid"} >> pid;
  REQUIRE(pid != 0);
  CHECK(soon([&] { return !alive(pid); }));
}

TEST_CASE("long directories, and names with spaces, quotes and commas", "[embedded_server]") {
  const Folder folder;
  const auto directory = GENERATE(as<std::string>{}, std::string(90, 'a') + "/" + std::string(90, 'b'), "two words",
                                  "it's \"quoted\" $HOME `x` \\ %41", "a,b", "ünïcode");
  const EmbeddedServer server{{.directory = folder / directory}};
  CHECK(server.directory() == folder / directory);
  CHECK(ask(server, "SELECT 1") == "1");
}

TEST_CASE("the short folder for a socket goes with the server", "[embedded_server]") {
  const Folder folder;
  const Folder temporary;
  fs::permissions(temporary / "", fs::perms::all);
  const Variable variable{"TMPDIR", (temporary / "").c_str()};
  {
    const EmbeddedServer server{{.directory = folder / std::string(100, 'a')}};
    CHECK_FALSE(fs::is_empty(temporary / ""));
  }
  CHECK(fs::is_empty(temporary / ""));
}

TEST_CASE("a folder of root's with other things in it is left alone", "[embedded_server]") {
  if (::geteuid() != 0) {
    SUCCEED("only root can try this");
    return;
  }
  const Folder folder;
  std::ofstream{folder / "mine"} << "text";
  CHECK(holds(error_of({.directory = folder / ""}), "it belongs to root, as whom PostgreSQL does not run"));
  struct stat entry {};
  REQUIRE(::stat((folder / "").c_str(), &entry) == 0);
  CHECK(entry.st_uid == 0);
}

TEST_CASE("the server ends with its owner, however that ends", "[embedded_server]") {
  const Owner owner = start_owner([](int output) {
    EmbeddedServer server;
    write_line(output, std::to_string(server.pid()));
    write_line(output, server.directory());
    ::pause();
  });
  const int pid = std::atoi(read_line(owner.output).c_str());
  const std::string directory = read_line(owner.output);
  REQUIRE(pid != 0);
  REQUIRE(alive(pid));
  kill_owner(owner);
  CHECK(soon([&] { return !alive(pid) && !fs::exists(directory); }));
}

TEST_CASE("an owner that ends after stop() leaves no folder", "[embedded_server]") {
  const Owner owner = start_owner([](int output) {
    EmbeddedServer server;
    server.stop();
    write_line(output, server.directory());
    ::pause();
  });
  const std::string directory = read_line(owner.output);
  REQUIRE(fs::exists(directory));
  kill_owner(owner);
  CHECK(soon([&] { return !fs::exists(directory); }));
}

TEST_CASE("an owner that ends while the cluster is created leaves nothing", "[embedded_server]") {
  const Folder folder;
  fs::permissions(folder / "", fs::perms::all);
  const Variable temporary{"TMPDIR", (folder / "").c_str()};
  const Owner owner = start_owner([](int) { const EmbeddedServer server; });
  const auto creating = [&] {
    for (const auto& entry : fs::directory_iterator{folder / ""}) {
      if (fs::exists(entry.path() / "data.new/PG_VERSION")) return true;
    }
    return false;
  };
  REQUIRE(soon(creating));
  kill_owner(owner);
  CHECK(soon([&] { return fs::is_empty(folder / ""); }));
}

TEST_CASE("a kept directory of an owner that was killed works again", "[embedded_server]") {
  const Folder folder;
  const Owner owner = start_owner([&](int output) {
    EmbeddedServer server{{.directory = folder / "kept"}};
    write_line(output, ask(server, "CREATE TABLE t AS SELECT 42 AS n"));
    write_line(output, std::to_string(server.pid()));
    ::pause();
  });
  REQUIRE(read_line(owner.output) == "done");
  const int pid = std::atoi(read_line(owner.output).c_str());
  kill_owner(owner);
  REQUIRE(soon([&] { return !alive(pid); }));
  const EmbeddedServer server{{.directory = folder / "kept"}};
  CHECK(ask(server, "SELECT n FROM t") == "42");
}

TEST_CASE("a server outlives the thread that started it, and a fork that exits", "[embedded_server]") {
  std::optional<EmbeddedServer> server;
  std::thread{[&] { server.emplace(); }}.join();
  const Owner fork = start_owner([&](int) { server.reset(); });
  CHECK(read_line(fork.output) == "");
  await_owner(fork);
  CHECK(ask(*server, "SELECT 1") == "1");
}

TEST_CASE("a server ends with its owner, though a fork of that lives on", "[embedded_server]") {
  const Owner owner = start_owner([](int output) {
    const EmbeddedServer server;
    const pid_t fork = ::fork();
    if (fork == 0) {
      ::close(output);
      ::alarm(60);
      ::pause();
    }
    write_line(output, std::to_string(fork));
    write_line(output, std::to_string(server.pid()));
    ::pause();
  });
  const int fork = std::atoi(read_line(owner.output).c_str());
  const int pid = std::atoi(read_line(owner.output).c_str());
  REQUIRE(alive(pid));
  kill_owner(owner);
  CHECK(soon([&] { return !alive(pid); }));
  CHECK(alive(fork));
  ::kill(fork, SIGKILL);
}

TEST_CASE("the server holds none of its owner's descriptors", "[embedded_server]") {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const EmbeddedServer server;
  ::close(ends[1]);
  pollfd waited{.fd = ends[0], .events = POLLIN, .revents = 0};
  CHECK(::poll(&waited, 1, 0) == 1);
  ::close(ends[0]);
}

TEST_CASE("an owner that ignores SIGCHLD and blocks signals is served as any other", "[embedded_server]") {
  const Owner owner = start_owner([](int output) {
    sigset_t all;
    ::sigfillset(&all);
    ::sigprocmask(SIG_SETMASK, &all, nullptr);
    ::signal(SIGCHLD, SIG_IGN);
    EmbeddedServer server;
    server.restart();
    const std::string answer = ask(server, "SELECT 1");
    const int pid = server.pid();
    server.stop();
    write_line(output, answer + (alive(pid) ? " alive" : " stopped"));
  });
  CHECK(read_line(owner.output) == "1 stopped");
  await_owner(owner);
}

TEST_CASE("the environment names a database", "[environment]") {
  const char* names[] = {"PROMPTVIEW_POSTGRES_URL", "POSTGRES_URL", "PGHOST", "PGHOSTADDR", "PGDATABASE", "PGSERVICE"};
  const Variable cleared[] = {{names[0], nullptr}, {names[1], nullptr}, {names[2], nullptr},
                              {names[3], nullptr}, {names[4], nullptr}, {names[5], nullptr}};
  using promptview::postgres::database_configured;
  using promptview::postgres::url_from_environment;
  CHECK_FALSE(database_configured());
  CHECK(url_from_environment() == "");
  for (const char* name : names) {
    const Variable empty{name, ""};
    CHECK_FALSE(database_configured());
    const Variable set{name, "x"};
    CHECK(database_configured());
  }
  const Variable second{"POSTGRES_URL", "postgresql://second"};
  CHECK(url_from_environment() == "postgresql://second");
  const Variable first{"PROMPTVIEW_POSTGRES_URL", "postgresql://first"};
  CHECK(url_from_environment() == "postgresql://first");
}
