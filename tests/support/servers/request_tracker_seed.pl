# What every test's Request Tracker holds: a queue, a requestor, 120 tickets, and root's token on standard output.
# Run once; the tests work on copies.
use strict;
use warnings;
use RT;
RT::LoadConfig();
RT::Init();

my $system = RT->SystemUser;
my $root = RT::User->new($system);
$root->Load('root');

# Nobody reads the mail that every ticket would cause.
my $scrips = RT::Scrips->new($system);
$scrips->UnLimit;
while (my $scrip = $scrips->Next) { $scrip->SetDisabled(1) }

my ($queue_id) = RT::Queue->new($system)->Create(Name => 'Helpdesk', Description => 'Where customers write');
my $queue = RT::Queue->new($system);
$queue->Load($queue_id);
my ($user_id) = RT::User->new($system)->Create(
    Name => 'rita', RealName => 'Rita Ross', EmailAddress => 'rita@example.test', Privileged => 0);

my $as_root = RT::CurrentUser->new($root);
my @statuses = qw(new open stalled resolved rejected);
for my $n (1 .. 120) {
    my $mime = MIME::Entity->build(
        Type => $n % 2 ? 'text/plain' : 'text/html', Charset => 'UTF-8',
        Data => $n % 2 ? "The terminal froze after item $n.\nIt stayed dark for an hour."
                       : "<p>The terminal <b>froze</b> after item $n &amp; stayed dark.</p>");
    my $ticket = RT::Ticket->new($as_root);
    my ($id, undef, $message) = $ticket->Create(
        Queue => $queue->Id, Subject => "Terminal $n freezes", Requestor => 'rita@example.test',
        Priority => ($n % 5) * 25, MIMEObj => $mime);
    die $message unless $id;
    my $status = $statuses[$n % 5];
    $ticket->SetStatus($status) if $status ne 'new';
}

my (undef, undef, $token) = RT::AuthToken->new($system)->Create(Owner => $root->id, Description => 'tests');
print $token;
