// SPDX-License-Identifier: MIT
#include <promptview_test/models_in_a_header.hpp>
#include <promptview/json.hpp>
#include <promptview/promptview.hpp>
using models_in_a_header::Ticket;
using models_in_a_header::Comment;
// What users instantiate of the headers gives no warning, with the flags of warnings.sh.
void use() {
  namespace pv = promptview;
  Ticket ticket{};
  ticket.save(); ticket.refresh(); ticket.remove();
  Ticket::create(ticket);
  (void)Ticket::query().filter("price__gt", pv::Numeric{"1"}).order_by("-price").limit(3).execute();
  (void)Ticket::query().values(&Ticket::id, &Ticket::price).execute();
  (void)Ticket::query().annotate<"n">(pv::count(&Ticket::comments)).filter("n__gt", 1).execute();
  (void)Comment::query().include("ticket").execute();
  (void)Comment::query().filter("ticket__price__gt", pv::Numeric{"1"}).update(pv::set(&Comment::parent, 1));
  std::vector<Comment> comments(3);
  Comment::bulk_create(comments);
  Comment::bulk_update(comments, "parent");
  (void)pv::to_json(ticket);
  (void)pv::from_json<Ticket>(pv::Json{});
  pv::atomic([&] { ticket.save(); });
}
