# What every test's Redmine holds: two public projects, one private, people, and 130 issues in the first.
# Run once by `rails runner`; the tests work on copies.

# Notices about changed settings and passwords are sent whatever is set. Sent at once they use this connection, not
# a second one that SQLite would find locked.
ActiveJob::Base.queue_adapter = :inline
ActionMailer::Base.delivery_method = :test

Setting.rest_api_enabled = '1'
Setting.text_formatting = 'textile'
Setting.default_language = 'en'
# Mail goes out beside the request, on a second database connection: SQLite then says "database is locked".
Setting.notified_events = []

def person(login, first, last, mail)
  user = User.new(firstname: first, lastname: last, mail: mail, language: 'en')
  user.login = login
  user.password = user.password_confirmation = 'a long enough password'
  user.save!
  user
end

admin = User.find_by(login: 'admin')
admin.update!(must_change_passwd: false, firstname: 'Ada', lastname: 'Admin', mail: 'ada@example.test')
# Redmine draws a key when it makes one, so a known one is put in afterwards.
def key(user, value)
  Token.where(user_id: user.id, action: 'api').delete_all
  Token.create!(user: user, action: 'api').update_columns(value: value)
end
key(admin, 'a1' * 20)

nina = person('nina', 'Nina', 'Novak', 'nina@example.test')
omar = person('omar', 'Omar', 'Ortiz', 'omar@example.test')
key(nina, 'b2' * 20)

def project(name, identifier, is_public)
  Project.create!(
    name: name, identifier: identifier, is_public: is_public,
    trackers: Tracker.all.to_a, enabled_module_names: %w[issue_tracking]
  )
end

checkout = project('Checkout', 'checkout', true)
backlog = project('Product backlog', 'backlog', true)
vault = project('Vault', 'vault', false)
manager = Role.find_by(name: 'Manager')
[checkout, backlog].each { |p| Member.create!(principal: nina, project: p, roles: [manager]) }
category = IssueCategory.create!(project: checkout, name: 'Payments')

trackers = Tracker.order(:position).to_a
statuses = IssueStatus.order(:position).to_a
priorities = IssuePriority.active.order(:position).to_a
User.current = admin
start = Time.utc(2026, 1, 5, 8, 0, 0)
1.upto(130) do |n|
  issue = Issue.create!(
    project: n == 130 ? vault : checkout, tracker: trackers[n % trackers.size], status: statuses[n % statuses.size],
    priority: priorities[n % priorities.size], author: n.odd? ? nina : omar,
    category: n % 5 == 0 && n != 130 ? category : nil,
    subject: "Card payment #{n} is refused at checkout",
    description: "h2. What happened\r\n\r\n* The card was *refused* at step #{n}\r\n* \"Log\":http://logs.example.test/#{n} & <pre>code #{n}</pre>"
  )
  at = start + n * 3600
  issue.update_columns(created_on: at, updated_on: at + 60, closed_on: issue.closed? ? at + 60 : nil)
end
