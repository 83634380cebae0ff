/* A floor for the hub: one thread, one epoll, and a plain loop of send(). It speaks just enough of HTTP and of websockets
 * for the load of this bench: a handshake is not checked, a hello is answered with a welcome, GET /publish and GET
 * /large send one frame to everybody, of as many bytes as the two arguments say (less than 65536). Built by the bench
 * with the machine's compiler; prints its address, ends with its standard input. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX = 1 << 17, NEW = 1, SHOOK = 2, JOINED = 3 };

static unsigned char state[MAX];
static int joined[MAX], count;
static char frame[2][MAX];
static int size[2];

static const char shake[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
static const char told[] = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
static const char welcome[] = "\x81\x02{}";

static void build(int which, int payload) {
    char *f = frame[which];
    f[0] = (char)0x81;
    f[1] = 126;
    f[2] = (char)(payload >> 8);
    f[3] = (char)payload;
    memset(f + 4, 'x', payload);
    size[which] = payload + 4;
}

/* What a full socket did not take is tried again until it does: the load reads. */
static void answer(int fd, const char *text, int n) {
    while (n > 0) {
        int sent = send(fd, text, n, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno != EAGAIN) {
            perror("send");
            return;
        }
        if (sent > 0) {
            text += sent;
            n -= sent;
        }
    }
}

static void publish(int which) {
    for (int i = 0; i < count; i++)
        answer(joined[i], frame[which], size[which]);
}

static void hear(int fd) {
    static char b[65536];
    int n = recv(fd, b, sizeof b - 1, MSG_DONTWAIT);
    if (n <= 0) {
        close(fd);
        state[fd] = 0;
        for (int i = 0; i < count; i++)
            if (joined[i] == fd)
                joined[i--] = joined[--count];
        return;
    }
    b[n] = 0;
    if (state[fd] == NEW && strncmp(b, "GET /publish", 12) == 0) {
        publish(0);
        answer(fd, told, sizeof told - 1);
    } else if (state[fd] == NEW && strncmp(b, "GET /large", 10) == 0) {
        publish(1);
        answer(fd, told, sizeof told - 1);
    } else if (state[fd] == NEW && strncmp(b, "GET /ws", 7) != 0) {
        answer(fd, told, sizeof told - 1);
    } else if (state[fd] == NEW) {
        answer(fd, shake, sizeof shake - 1);
        state[fd] = SHOOK;
    } else if (state[fd] == SHOOK) {
        answer(fd, welcome, sizeof welcome - 1);
        state[fd] = JOINED;
        joined[count++] = fd;
    }
}

static void watch(int ep, int fd) {
    struct epoll_event e = {.events = EPOLLIN, .data.fd = fd};
    if (epoll_ctl(ep, EPOLL_CTL_ADD, fd, &e) < 0)
        perror("epoll_ctl");
}

int main(int argc, char **argv) {
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max < MAX ? files.rlim_max : MAX;
    setrlimit(RLIMIT_NOFILE, &files);
    build(0, argc > 1 ? atoi(argv[1]) : 1024);
    build(1, argc > 2 ? atoi(argv[2]) : 20480);
    int one = 1, door = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), ep = epoll_create1(0);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;
    if (bind(door, (struct sockaddr *)&at, len) < 0 || listen(door, 4096) < 0) {
        perror("listen");
        return 1;
    }
    getsockname(door, (struct sockaddr *)&at, &len);
    printf("http://127.0.0.1:%d\n", ntohs(at.sin_port));
    fflush(stdout);
    watch(ep, door);
    watch(ep, 0);
    for (;;) {
        struct epoll_event all[512];
        int n = epoll_wait(ep, all, 512, -1);
        for (int i = 0; i < n; i++) {
            int fd = all[i].data.fd;
            if (fd == 0)
                return 0;
            if (fd != door) {
                hear(fd);
                continue;
            }
            while ((fd = accept4(door, NULL, NULL, SOCK_NONBLOCK)) >= 0 && fd < MAX) {
                setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                state[fd] = NEW;
                watch(ep, fd);
            }
        }
    }
}
